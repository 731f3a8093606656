/* SPDX-License-Identifier: Apache-2.0 */
/* Mappings that turn into poison: by the memory of a camera, and by that of a file. */
#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include "session.h"

static uint64_t page;

/* A mapping of LENGTH bytes of a file of its own, all of them VALUE. */
static uint8_t *map_file(uint64_t length, uint8_t value, int *fd)
{
	uint8_t *address = NULL;

	*fd = memfd_create("test", MFD_CLOEXEC);
	CHECK_EQ(ftruncate(*fd, (off_t)length), 0);
	CHECK_EQ(rlc_map(*fd, length, 1, (void **)&address), 0);
	memset(address, value, length);
	return address;
}

/* How many of LENGTH bytes are not VALUE. */
static uint64_t others(const uint8_t *bytes, uint64_t length, uint8_t value)
{
	uint64_t count = 0;
	for (uint64_t i = 0; i < length; i++)
		count += bytes[i] != value;
	return count;
}

static void poison_hides_what_was_mapped_and_nothing_else(void)
{
	/* Growing, shrinking, and a length that ends within a page. */
	const uint64_t lengths[] = { page, 3 * page, 1, page + 1, 1000 * page, page };

	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		int fd;
		uint8_t *one = map_file(lengths[i], 7, &fd), *other = NULL;
		CHECK_EQ(rlc_map(fd, lengths[i], 1, (void **)&other), 0);
		CHECK_EQ(rlc_poison(one, lengths[i]), 0);
		CHECK_EQ(others(one, lengths[i], RLC_POISON), 0);
		CHECK_EQ(others(other, lengths[i], 7), 0);
		other[0] = 8;
		CHECK_EQ(one[0], RLC_POISON);
		CHECK_EQ(rlc_poison(one, lengths[i]), 0);
		CHECK_EQ(others(one, lengths[i], RLC_POISON), 0);
		close(fd);
		CHECK_EQ(rlc_unmap(one, lengths[i]), 0);
		CHECK_EQ(rlc_unmap(other, lengths[i]), 0);
	}
}

static void poison_can_begin_and_end_within_a_mapping(void)
{
	int fd;
	uint8_t *bytes = map_file(3 * page, 7, &fd);

	CHECK_EQ(rlc_poison(bytes + page, page), 0);
	CHECK_EQ(others(bytes, page, 7), 0);
	CHECK_EQ(others(bytes + page, page, RLC_POISON), 0);
	CHECK_EQ(others(bytes + 2 * page, page, 7), 0);
	close(fd);
	CHECK_EQ(rlc_unmap(bytes, 3 * page), 0);
}

static void what_is_no_mapping_is_refused(void)
{
	int fd;
	uint8_t *bytes = map_file(2 * page, 7, &fd);

	CHECK_EQ(rlc_poison(NULL, page), -EINVAL);
	CHECK_EQ(rlc_poison(bytes, 0), -EINVAL);
	CHECK_EQ(rlc_poison(bytes, UINT64_MAX), -EINVAL);
	CHECK_EQ(rlc_poison(bytes, PTRDIFF_MAX), -EINVAL);
	CHECK_EQ(rlc_poison(bytes + 1, page), -EINVAL);
	CHECK_CONTAINS(last_error(), "whole pages");
	CHECK_EQ(rlc_poison((void *)page, page), -EINVAL);
	CHECK_CONTAINS(last_error(), "mapped");
	/* A hole in it. */
	CHECK_EQ(munmap(bytes + page, page), 0);
	CHECK_EQ(rlc_poison(bytes, 2 * page), -EINVAL);
	CHECK_EQ(others(bytes, page, 7), 0);
	close(fd);
	CHECK_EQ(rlc_unmap(bytes, page), 0);
}

/* The pattern has real pages, where a file with holes has none: to make them would be the end of this process, or of another. */
static void more_than_the_machine_has_is_refused(void)
{
	const uint64_t length = ((uint64_t)sysconf(_SC_PHYS_PAGES) / 2 + 1) * page;
	int fd = memfd_create("test", MFD_CLOEXEC);
	uint8_t *bytes = NULL;

	REQUIRE(ftruncate(fd, (off_t)length) == 0);
	REQUIRE(rlc_map(fd, length, 1, (void **)&bytes) == 0);
	bytes[0] = 7;
	CHECK_EQ(rlc_poison(bytes, length), -ENOMEM);
	CHECK_CONTAINS(last_error(), "cannot poison");
	CHECK_EQ(bytes[0], 7);
	close(fd);
	CHECK_EQ(rlc_unmap(bytes, length), 0);
}

static void a_camera_goes_on_behind_poison(void)
{
	const rlc_configuration configuration = configuration_of("NV12", 32, 16, 1);
	struct session session;

	REQUIRE(session_open(&session, "simulated:bars?unpaced", &configuration));
	CHECK_EQ(rlc_camera_start(session.camera), 0);
	CHECK_EQ(rlc_camera_queue(session.camera, 0), 0);
	session_wait(&session);
	CHECK_EQ(session.buffers[0][0], 235);
	CHECK_EQ(rlc_poison(session.buffers[0], session.buffer_size), 0);
	CHECK_EQ(rlc_camera_queue(session.camera, 0), 0);
	session_wait(&session);
	CHECK_EQ(others(session.buffers[0], session.buffer_size, RLC_POISON), 0);
	session_close(&session);
}

/* ---- Threads --------------------------------------------------------------------------------------------------------- */

#define READ_PAGES 64u

struct reader {
	const volatile uint8_t *bytes;
	uint32_t enough;
	uint32_t strange; /* neither what was there nor poison, or what was there after poison */
};

/* That it is read beside rlc_poison() is the point; the thread sanitizer takes what changes the mapping for a write. */
static __attribute__((noinline, no_sanitize("thread"))) uint8_t byte_at(const volatile uint8_t *address)
{
	return *address;
}

static void *read_on(void *argument)
{
	struct reader *reader = argument;
	bool poisoned = false;

	while (__atomic_load_n(&reader->enough, __ATOMIC_ACQUIRE) == 0 || !poisoned) {
		for (uint32_t i = 0; i < READ_PAGES; i++) {
			uint8_t byte = byte_at(reader->bytes + i * page);
			reader->strange += byte != 7 && byte != RLC_POISON;
			reader->strange += poisoned && byte == 7;
		}
		poisoned = __atomic_load_n(&reader->enough, __ATOMIC_ACQUIRE) != 0;
	}
	return NULL;
}

static void reading_never_faults(void)
{
	for (int round = 0; round < 100; round++) {
		struct reader reader = { .enough = 0 };
		pthread_t thread;
		int fd;
		uint8_t *bytes = map_file(READ_PAGES * page, 7, &fd);

		reader.bytes = bytes;
		pthread_create(&thread, NULL, read_on, &reader);
		CHECK_EQ(rlc_poison(bytes, READ_PAGES * page), 0);
		__atomic_store_n(&reader.enough, 1, __ATOMIC_RELEASE);
		pthread_join(thread, NULL);
		CHECK_EQ(reader.strange, 0);
		close(fd);
		CHECK_EQ(rlc_unmap(bytes, READ_PAGES * page), 0);
	}
}

static void *poison_many(void *argument)
{
	uint64_t *wrong = argument;

	for (uint64_t pages = 1; pages <= 400; pages += 7) {
		int fd;
		uint8_t *bytes = map_file(pages * page, 7, &fd);
		*wrong += rlc_poison(bytes, pages * page) != 0;
		*wrong += others(bytes, pages * page, RLC_POISON);
		close(fd);
		*wrong += rlc_unmap(bytes, pages * page) != 0;
	}
	return NULL;
}

static void threads_poison_beside_each_other(void)
{
	uint64_t wrong[4] = { 0 };
	pthread_t threads[4];

	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, poison_many, &wrong[i]);
	for (int i = 0; i < 4; i++) {
		pthread_join(threads[i], NULL);
		CHECK_EQ(wrong[i], 0);
	}
}

int main(void)
{
	page = (uint64_t)sysconf(_SC_PAGESIZE);
	RUN(threads_poison_beside_each_other);
	RUN(poison_hides_what_was_mapped_and_nothing_else);
	RUN(poison_can_begin_and_end_within_a_mapping);
	RUN(what_is_no_mapping_is_refused);
	RUN(more_than_the_machine_has_is_refused);
	RUN(a_camera_goes_on_behind_poison);
	RUN(reading_never_faults);
	return check_summary();
}
