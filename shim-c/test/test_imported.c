/* SPDX-License-Identifier: Apache-2.0 */
/* Buffers of the caller's, and dma-bufs, which there are none of here: descriptors that are told to be dma-bufs stand for them. */
#include <fcntl.h>
#include <linux/dma-buf.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "session.h"

#define WIDTH 64
#define HEIGHT 32
#define PIXELS (WIDTH * HEIGHT)
#define BUFFERS 2

/* ---- What the kernel says of descriptors ----------------------------------------------------------------------------- */

static bool all_are_dma_bufs;
static int synced, interrupted; /* fd of the last sync; how many more are interrupted */
static uint64_t sync_flags;

/* These two take the place of the C library's, for the shim too. */
__attribute__((visibility("default"))) int fstatfs(int fd, struct statfs *status)
{
	int ret = (int)syscall(SYS_fstatfs, fd, status);
	if (ret == 0 && all_are_dma_bufs)
		status->f_type = 0x444d4142;
	return ret;
}

__attribute__((visibility("default"))) int ioctl(int fd, unsigned long request, ...)
{
	va_list arguments;
	va_start(arguments, request);
	void *argument = va_arg(arguments, void *);
	va_end(arguments);
	if (request != DMA_BUF_IOCTL_SYNC || !all_are_dma_bufs)
		return (int)syscall(SYS_ioctl, fd, request, argument);
	if (interrupted > 0) {
		interrupted--;
		errno = EINTR;
		return -1;
	}
	synced = fd;
	sync_flags = ((struct dma_buf_sync *)argument)->flags;
	return 0;
}

/* ---- Imported buffers ------------------------------------------------------------------------------------------------ */

static int memory_of(size_t size, unsigned int flags)
{
	int fd = memfd_create("imported", MFD_CLOEXEC | flags);
	CHECK(fd >= 0);
	CHECK_EQ(ftruncate(fd, (off_t)size), 0);
	return fd;
}

static rlc_plane plane_of(int fd, uint32_t offset, uint32_t length)
{
	return (rlc_plane){ .size = sizeof(rlc_plane), .fd = fd, .offset = offset, .length = length };
}

/* A configuration of NV12 in buffers of two planes. */
static rlc_configuration imported_nv12(void)
{
	rlc_configuration configuration = configuration_of("NV12", WIDTH, HEIGHT, BUFFERS);
	configuration.memory = RLC_MEMORY_IMPORTED;
	configuration.streams[0].plane_count = 2;
	return configuration;
}

/* Opens and acquires a camera. */
static void acquire(struct session *session, const char *id)
{
	memset(session, 0, sizeof(*session));
	session->manager = open_manager();
	CHECK_EQ(rlc_camera_open(session->manager, id, &session->camera), 0);
	CHECK_EQ(rlc_camera_acquire(session->camera), 0);
}

/* Maps the ring, starts, and takes as many frames as there are buffers. */
static void capture(struct session *session)
{
	int fd = -1;

	CHECK_EQ(rlc_camera_ring(session->camera, &fd, &session->ring_size), 0);
	CHECK_EQ(rlc_map(fd, session->ring_size, 1, (void **)&session->ring), 0);
	CHECK_EQ(rlc_camera_start(session->camera), 0);
	for (uint32_t slot = 0; slot < BUFFERS; slot++) {
		CHECK_EQ(rlc_camera_queue(session->camera, slot), 0);
		CHECK_EQ(session_wait(session).slot, slot);
		CHECK_EQ(session_slot(session, slot)->frames[0].sequence, slot);
	}
}

static void check_bytes(int fd, uint32_t offset, const uint8_t *expected, size_t length)
{
	uint8_t bytes[PIXELS];
	CHECK_EQ(pread(fd, bytes, length, offset), length);
	CHECK(memcmp(bytes, expected, length) == 0);
}

static void frames_are_written_to_where_the_planes_are(void)
{
	const rlc_configuration own = configuration_of("NV12", WIDTH, HEIGHT, BUFFERS);
	rlc_configuration imported = imported_nv12();
	const int luma = memory_of(5 * PIXELS, MFD_ALLOW_SEALING), chroma = memory_of(PIXELS, MFD_ALLOW_SEALING);
	const rlc_plane planes[] = { plane_of(luma, 100, PIXELS), plane_of(chroma, 0, PIXELS / 2),
				     plane_of(luma, 3 * PIXELS, 2 * PIXELS), plane_of(chroma, PIXELS / 2, PIXELS / 2) };
	struct session expected, session;

	REQUIRE(session_open(&expected, "simulated:gradient?unpaced", &own));
	CHECK_EQ(rlc_camera_start(expected.camera), 0);
	for (uint32_t slot = 0; slot < BUFFERS; slot++) {
		CHECK_EQ(rlc_camera_queue(expected.camera, slot), 0);
		CHECK_EQ(session_wait(&expected).slot, slot);
	}
	CHECK_EQ(rlc_camera_close(expected.camera), 0);

	acquire(&session, "simulated:gradient?unpaced");
	CHECK_EQ(rlc_camera_configure_imported(session.camera, &imported, planes, 4), 0);
	CHECK_EQ(imported.memory, RLC_MEMORY_IMPORTED);
	CHECK_EQ(imported.slot_count, BUFFERS);
	capture(&session);
	for (uint32_t slot = 0; slot < BUFFERS; slot++) {
		rlc_plane told = { .size = sizeof(told) };
		check_bytes(luma, planes[2 * slot].offset, expected.buffers[slot], PIXELS);
		check_bytes(chroma, planes[2 * slot + 1].offset, expected.buffers[slot] + PIXELS, PIXELS / 2);
		CHECK_EQ(rlc_camera_plane(session.camera, slot, 0, 0, &told), 0);
		CHECK_EQ(told.offset, planes[2 * slot].offset);
		CHECK_EQ(told.length, PIXELS);
		CHECK_EQ(told.flags, 0);
	}
	session_close(&session);
	session_close(&expected);
	close(luma);
	close(chroma);
}

static void the_descriptors_stay_the_callers(void)
{
	rlc_configuration configuration = imported_nv12();
	const int fd = memory_of(4 * PIXELS, MFD_ALLOW_SEALING);
	const rlc_plane planes[] = { plane_of(fd, 0, PIXELS), plane_of(fd, PIXELS, PIXELS / 2),
				     plane_of(fd, 2 * PIXELS, PIXELS), plane_of(fd, 3 * PIXELS, PIXELS / 2) };
	struct session session;
	rlc_plane told = { .size = sizeof(told) };

	acquire(&session, "simulated:bars?unpaced");
	CHECK_EQ(rlc_camera_configure_imported(session.camera, &configuration, planes, 4), 0);
	CHECK(fcntl(fd, F_GET_SEALS) & F_SEAL_SHRINK);
	CHECK_EQ(close(fd), 0);
	capture(&session);
	CHECK_EQ(rlc_camera_plane(session.camera, 1, 0, 1, &told), 0);
	CHECK(told.fd != fd && fcntl(told.fd, F_GETFD) >= 0);
	CHECK_EQ(told.offset, 3 * PIXELS);
	CHECK_EQ(rlc_camera_stop(session.camera), 0);
	CHECK_EQ(rlc_camera_release(session.camera), 0);
	CHECK(fcntl(told.fd, F_GETFD) < 0);
	session_close(&session);
}

static void every_stream_has_its_own(void)
{
	rlc_configuration configuration = configuration_of("R8", WIDTH, HEIGHT, BUFFERS);
	const int fd = memory_of(6 * PIXELS, MFD_ALLOW_SEALING);
	const rlc_plane planes[] = { plane_of(fd, 0, PIXELS), plane_of(fd, PIXELS, PIXELS),
				     plane_of(fd, 2 * PIXELS, 2 * PIXELS), plane_of(fd, 4 * PIXELS, 2 * PIXELS) };
	struct session session;
	uint8_t *memory = NULL;

	add_stream(&configuration, "YUYV", WIDTH, HEIGHT, BUFFERS);
	configuration.memory = RLC_MEMORY_IMPORTED;
	configuration.streams[0].plane_count = configuration.streams[1].plane_count = 1;
	acquire(&session, "simulated:bars?unpaced");
	CHECK_EQ(rlc_camera_configure_imported(session.camera, &configuration, planes, 4), 0);
	capture(&session);
	CHECK_EQ(rlc_map(fd, 6 * PIXELS, 0, (void **)&memory), 0);
	CHECK_EQ(memory[0], 255); /* white, and a frame later yellow */
	CHECK_EQ(memory[PIXELS], 226);
	CHECK(memcmp(memory + 2 * PIXELS, (uint8_t[]){ 235, 128, 235, 128 }, 4) == 0);
	CHECK(memcmp(memory + 4 * PIXELS, (uint8_t[]){ 210, 16, 210, 146 }, 4) == 0);
	CHECK_EQ(rlc_unmap(memory, 6 * PIXELS), 0);
	session_close(&session);
	close(fd);
}

static void what_is_no_buffer_is_refused(void)
{
	const int fd = memory_of(4 * PIXELS, MFD_ALLOW_SEALING), fixed = memory_of(4 * PIXELS, 0);
	const rlc_plane good[] = { plane_of(fd, 0, PIXELS), plane_of(fd, PIXELS, PIXELS / 2),
				   plane_of(fd, 2 * PIXELS, PIXELS), plane_of(fd, 3 * PIXELS, PIXELS / 2) };
	const struct {
		rlc_plane plane;
		int ret;
		const char *message;
	} bad[] = {
		{ plane_of(-1, 0, PIXELS), -EBADF, "not open" },
		{ plane_of(fd, 0, 0), -EINVAL, "no plane of 0 bytes" },
		{ plane_of(fd, 4 * PIXELS - 1, 2), -EINVAL, "has 8192 bytes" },
		{ plane_of(fd, UINT32_MAX, UINT32_MAX), -EINVAL, "has 8192 bytes" },
		{ plane_of(fd, 0, PIXELS / 2 - 1), -EINVAL, "needs 1024 bytes" },
		{ plane_of(fixed, 0, PIXELS), -EINVAL, "sealed against shrinking" },
		{ plane_of(0, 0, PIXELS), -EINVAL, "sealed against shrinking" },
		{ { .size = 4 }, -EINVAL, "planes->size" },
	};
	rlc_configuration configuration = imported_nv12();
	struct session session;

	acquire(&session, "simulated:bars");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		rlc_plane planes[4];
		memcpy(planes, good, sizeof(planes));
		planes[3] = bad[i].plane;
		CHECK_EQ(rlc_camera_configure_imported(session.camera, &configuration, planes, 4), bad[i].ret);
		CHECK_CONTAINS(last_error(), bad[i].message);
	}
	CHECK_EQ(rlc_camera_configure_imported(session.camera, &configuration, good, 3), -EINVAL);
	CHECK_CONTAINS(last_error(), "4 planes, not 3");
	CHECK_EQ(rlc_camera_configure_imported(session.camera, &configuration, NULL, 4), -EINVAL);
	CHECK_EQ(rlc_camera_configure(session.camera, &configuration), -EINVAL);
	CHECK_CONTAINS(last_error(), "rlc_camera_configure_imported");
	configuration.streams[0].plane_count = 1;
	CHECK_EQ(rlc_camera_configure_imported(session.camera, &configuration, good, 2), -EINVAL);
	CHECK_CONTAINS(last_error(), "NV12 has 2 planes");
	configuration.streams[0].plane_count = 5;
	CHECK_EQ(rlc_camera_configure_imported(session.camera, &configuration, good, 4), -EINVAL);
	configuration = imported_nv12();
	configuration.streams[0].buffer_count = 0;
	CHECK_EQ(rlc_camera_configure_imported(session.camera, &configuration, good, 4), -EINVAL);
	configuration = imported_nv12();
	configuration.memory = RLC_MEMORY_MEMFD;
	CHECK_EQ(rlc_camera_configure_imported(session.camera, &configuration, good, 4), -EINVAL);
	configuration = imported_nv12();
	CHECK_EQ(rlc_camera_configure_imported(session.camera, &configuration, good, 4), 0);
	session_close(&session);
	close(fd);
	close(fixed);
}

/* ---- dma-bufs -------------------------------------------------------------------------------------------------------- */

static void reading_a_dma_buf_is_bracketed(void)
{
	const rlc_configuration configuration = configuration_of("NV12", WIDTH, HEIGHT, BUFFERS);
	struct session session;
	rlc_plane plane = { .size = sizeof(plane) };

	REQUIRE(session_open(&session, "simulated:bars", &configuration));
	CHECK_EQ(rlc_camera_plane(session.camera, 0, 0, 0, &plane), 0);
	CHECK_EQ(plane.flags, 0);
	CHECK_EQ(rlc_fd_sync(plane.fd, 1), -ENOTTY);
	CHECK(rlc_fd_sync(-1, 1) < 0); /* -EBADF, but an emulator may look at the request first */
	all_are_dma_bufs = true;
	CHECK_EQ(rlc_camera_plane(session.camera, 0, 0, 0, &plane), 0);
	CHECK_EQ(plane.flags, RLC_PLANE_DMA_BUF);
	interrupted = 3;
	CHECK_EQ(rlc_fd_sync(plane.fd, 1), 0);
	CHECK_EQ(interrupted, 0);
	CHECK_EQ(synced, plane.fd);
	CHECK_EQ(sync_flags, DMA_BUF_SYNC_START | DMA_BUF_SYNC_READ);
	CHECK_EQ(rlc_fd_sync(plane.fd, 0), 0);
	CHECK_EQ(sync_flags, DMA_BUF_SYNC_END | DMA_BUF_SYNC_READ);
	all_are_dma_bufs = false;
	session_close(&session);
}

/* A dma-buf needs no seal, and tells its size by seeking. */
static void a_dma_buf_is_imported_as_it_is(void)
{
	rlc_configuration configuration = imported_nv12();
	const int fd = memory_of(4 * PIXELS, 0);
	const rlc_plane planes[] = { plane_of(fd, 0, PIXELS), plane_of(fd, PIXELS, PIXELS / 2),
				     plane_of(fd, 2 * PIXELS, PIXELS), plane_of(fd, 3 * PIXELS, PIXELS / 2) };
	rlc_plane beyond[4];
	struct session session;

	acquire(&session, "simulated:bars");
	CHECK_EQ(rlc_camera_configure_imported(session.camera, &configuration, planes, 4), -EINVAL);
	all_are_dma_bufs = true;
	memcpy(beyond, planes, sizeof(beyond));
	beyond[3].length = PIXELS + 1;
	CHECK_EQ(rlc_camera_configure_imported(session.camera, &configuration, beyond, 4), -EINVAL);
	CHECK_EQ(rlc_camera_configure_imported(session.camera, &configuration, planes, 4), 0);
	all_are_dma_bufs = false;
	session_close(&session);
	close(fd);
}

int main(void)
{
	RUN(frames_are_written_to_where_the_planes_are);
	RUN(the_descriptors_stay_the_callers);
	RUN(every_stream_has_its_own);
	RUN(what_is_no_buffer_is_refused);
	RUN(reading_a_dma_buf_is_bracketed);
	RUN(a_dma_buf_is_imported_as_it_is);
	return check_summary();
}
