/* SPDX-License-Identifier: Apache-2.0 */
/* What a loader relies on. The numbers are literal on purpose: who changes one raises RLC_ABI_VERSION. */
#include <assert.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "session.h"

static_assert(sizeof(rlc_abi_info) == 100, "");
static_assert(sizeof(rlc_manager_options) == 1040, "");
static_assert(offsetof(rlc_manager_options, part_directory) == 16, "");
static_assert(sizeof(rlc_libcamera_info) == 648, "");
static_assert(offsetof(rlc_libcamera_info, runtime_version) == 8, "");
static_assert(offsetof(rlc_libcamera_info, compiled_version) == 72, "");
static_assert(offsetof(rlc_libcamera_info, message) == 136, "");
static_assert(sizeof(rlc_camera_info) == 400, "");
static_assert(offsetof(rlc_camera_info, id) == 16, "");
static_assert(offsetof(rlc_camera_info, model) == 272, "");
static_assert(sizeof(rlc_format) == 64, "");
static_assert(offsetof(rlc_format, pixel_format) == 32, "");
static_assert(sizeof(rlc_stream_configuration) == 64, "");
static_assert(offsetof(rlc_stream_configuration, buffer_count) == 12, "");
static_assert(offsetof(rlc_stream_configuration, plane_count) == 24, "");
static_assert(offsetof(rlc_stream_configuration, color_space) == 28, "");
static_assert(offsetof(rlc_stream_configuration, pixel_format) == 32, "");
static_assert(sizeof(rlc_color_space) == 4, "");
static_assert(sizeof(rlc_sensor_configuration) == 56, "");
static_assert(offsetof(rlc_sensor_configuration, crop_x) == 12, "");
static_assert(offsetof(rlc_sensor_configuration, bin_x) == 28, "");
static_assert(offsetof(rlc_sensor_configuration, skip_x_odd) == 36, "");
static_assert(sizeof(rlc_configuration) == 344, "");
static_assert(offsetof(rlc_configuration, orientation) == 20, "");
static_assert(offsetof(rlc_configuration, sensor) == 288, "");
static_assert(offsetof(rlc_configuration, adjusted) == 16, "");
static_assert(offsetof(rlc_configuration, frame_duration_ns) == 24, "");
static_assert(offsetof(rlc_configuration, streams) == 32, "");
static_assert(sizeof(rlc_plane) == 24, "");
static_assert(sizeof(rlc_ring_header) == 256, "");
static_assert(offsetof(rlc_ring_header, slot_stride) == 24, "");
static_assert(offsetof(rlc_ring_header, tail) == 64, "");
static_assert(offsetof(rlc_ring_header, head) == 128, "");
static_assert(offsetof(rlc_ring_header, wake_sequence) == 192, "");
static_assert(offsetof(rlc_ring_header, sleeping) == 196, "");
static_assert(offsetof(rlc_ring_header, disconnected) == 200, "");
static_assert(sizeof(rlc_record) == 32, "");
static_assert(offsetof(rlc_record, completed_ns) == 8, "");
static_assert(sizeof(rlc_slot_header) == 320, "");
static_assert(offsetof(rlc_slot_header, completed_ns) == 8, "");
static_assert(offsetof(rlc_slot_header, metadata_size) == 20, "");
static_assert(offsetof(rlc_slot_header, captured_ns) == 32, "");
static_assert(offsetof(rlc_slot_header, frames) == 64, "");
static_assert(sizeof(rlc_frame_header) == 64, "");
static_assert(offsetof(rlc_frame_header, timestamp_ns) == 8, "");
static_assert(offsetof(rlc_frame_header, bytes_used) == 20, "");
static_assert(sizeof(rlc_control_entry) == 16, "");
static_assert(sizeof(rlc_control_info) == 136, "");
static_assert(offsetof(rlc_control_info, flags) == 20, "");
static_assert(offsetof(rlc_control_info, minimum) == 24, "");
static_assert(offsetof(rlc_control_info, default_value) == 56, "");
static_assert(offsetof(rlc_control_info, name) == 72, "");
static_assert(sizeof(rlc_named_control) == 72, "");
static_assert(offsetof(rlc_named_control, name) == 8, "");
static_assert(sizeof(rlc_enumerator) == 80, "");
static_assert(offsetof(rlc_enumerator, value) == 8, "");
static_assert(offsetof(rlc_enumerator, name) == 16, "");
static_assert(sizeof(rlc_event) == 992, "");
static_assert(offsetof(rlc_event, camera) == 16, "");
static_assert(offsetof(rlc_event, category) == 416, "");
static_assert(offsetof(rlc_event, message) == 480, "");

static void the_library_tells_its_layout(void)
{
	static const uint32_t expected[] = { 100, 2,   1040, 648, 400, 64, 64, 344, 24, 256, 64, 128, 192,
					     196, 200, 32,   320, 64,  64, 16, 136, 32, 72,  80, 992 };
	rlc_abi_info info = { .size = sizeof(info) };
	uint32_t actual[25];

	CHECK_EQ(rlc_abi(&info), 0);
	memcpy(actual, &info, sizeof(actual));
	for (int i = 0; i < 25; i++)
		CHECK_EQ(actual[i], expected[i]);
}

static void a_shorter_info_is_filled_as_far_as_it_goes(void)
{
	rlc_abi_info info = { .size = 8, .manager_options_size = 4711 };

	CHECK_EQ(rlc_abi(&info), 0);
	CHECK_EQ(info.size, 100);
	CHECK_EQ(info.abi_version, 2);
	CHECK_EQ(info.manager_options_size, 4711);
	info.size = 4;
	CHECK_EQ(rlc_abi(&info), -EINVAL);
	CHECK_EQ(rlc_abi(NULL), -EINVAL);
	CHECK_CONTAINS(last_error(), "null");
}

static void a_longer_info_is_not_written_beyond_what_there_is(void)
{
	struct {
		rlc_abi_info info;
		uint32_t later;
	} grown = { .info.size = sizeof(grown), .later = 4711 };

	CHECK_EQ(rlc_abi(&grown.info), 0);
	CHECK_EQ(grown.info.size, 100);
	CHECK_EQ(grown.later, 4711);
}

static void the_last_error_is_cut_and_terminated(void)
{
	char buffer[5] = "xxxx";

	CHECK_EQ(rlc_abi(NULL), -EINVAL);
	int length = rlc_last_error(NULL, 0);
	CHECK_EQ(length, strlen("info is null"));
	CHECK_EQ(rlc_last_error(buffer, sizeof(buffer)), length);
	CHECK(strcmp(buffer, "info") == 0);
	CHECK_EQ(rlc_last_error(NULL, 1), -EINVAL);
}

static void memory_is_mapped_and_unmapped(void)
{
	int fd = memfd_create("test", MFD_CLOEXEC);
	uint8_t *address = NULL;

	REQUIRE(fd >= 0 && ftruncate(fd, 8192) == 0);
	CHECK_EQ(rlc_map(fd, 8193, 1, (void **)&address), -EINVAL);
	CHECK_EQ(rlc_map(fd, 8192, 1, (void **)&address), 0);
	close(fd);
	address[8191] = 42;
	CHECK_EQ(address[8191], 42);
	CHECK_EQ(rlc_unmap(address, 8192), 0);

	fd = memfd_create("empty", MFD_CLOEXEC);
	CHECK_EQ(rlc_map(fd, 1, 0, (void **)&address), -EINVAL);
	CHECK_CONTAINS(last_error(), "has 0 bytes");
	close(fd);
	CHECK_EQ(rlc_map(fd, 8192, 0, (void **)&address), -EBADF);
	CHECK_EQ(rlc_map(-1, 8192, 0, (void **)&address), -EBADF);
	CHECK_EQ(rlc_map(0, 0, 0, (void **)&address), -EINVAL);
	CHECK_EQ(rlc_map(0, UINT64_MAX, 0, (void **)&address), -EINVAL);
	CHECK_EQ(rlc_map(0, 8192, 0, NULL), -EINVAL);
	CHECK_EQ(rlc_unmap(NULL, 8192), -EINVAL);
	CHECK_EQ(rlc_unmap(address, 0), -EINVAL);
	CHECK_EQ(rlc_unmap((void *)17, 8192), -EINVAL);
	CHECK_EQ(rlc_fd_duplicate(-1), -EBADF);
	CHECK_EQ(rlc_fd_close(-1), -EBADF);
	int duplicate = rlc_fd_duplicate(0);
	CHECK(duplicate > 2);
	CHECK_EQ(rlc_fd_close(duplicate), 0);
	CHECK_EQ(rlc_fd_close(duplicate), -EBADF);
}

static void waiting_ends_at_once_where_the_word_differs_and_in_time_where_not(void)
{
	rlc_ring_header ring = { .wake_sequence = 7 };

	CHECK_EQ(rlc_wait(&ring, 6, -1), 0);
	CHECK_EQ(rlc_wait(&ring, 6, 0), 0);
	CHECK_EQ(rlc_wait(&ring, 7, 0), -ETIMEDOUT);
	CHECK_EQ(rlc_wait(&ring, 7, 1000000), -ETIMEDOUT);
	CHECK_EQ(rlc_wake(&ring), 0);
	CHECK_EQ(ring.wake_sequence, 8);
	CHECK_EQ(rlc_wait(&ring, 7, -1), 0);
	ring.wake_sequence = UINT32_MAX;
	CHECK_EQ(rlc_wake(&ring), 0);
	CHECK_EQ(ring.wake_sequence, 0);
	CHECK_EQ(rlc_wait(&ring, UINT32_MAX, INT64_MAX), 0);
}

static void a_wrong_ring_is_an_error(void)
{
	void *gone = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	CHECK_EQ(rlc_wait(NULL, 0, 0), -EINVAL);
	CHECK_EQ(rlc_wake(NULL), -EINVAL);
	CHECK_EQ(rlc_wait(gone, 0, 0), -EFAULT);
	CHECK_EQ(rlc_wake(gone), -EFAULT);
	CHECK_EQ(rlc_wait((char *)gone + 1, 0, 0), -EINVAL);
	CHECK_EQ(rlc_wake((char *)gone + 1), -EINVAL);
	munmap(gone, 4096);
}

int main(void)
{
	RUN(the_library_tells_its_layout);
	RUN(a_shorter_info_is_filled_as_far_as_it_goes);
	RUN(a_longer_info_is_not_written_beyond_what_there_is);
	RUN(the_last_error_is_cut_and_terminated);
	RUN(memory_is_mapped_and_unmapped);
	RUN(waiting_ends_at_once_where_the_word_differs_and_in_time_where_not);
	RUN(a_wrong_ring_is_an_error);
	return check_summary();
}
