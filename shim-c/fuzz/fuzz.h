/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A fuzz target gives arbitrary bytes to the C ABI as a caller might and checks what must hold whatever they are. What does not
 * ends the process with a line that says so, as a report of a sanitizer does. libFuzzer calls it, or replay.c with known inputs.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reactor_libcamera.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(condition)                                                                                                \
	do {                                                                                                           \
		if (!(condition))                                                                                      \
			fuzz_fail(__FILE__, __LINE__, #condition);                                                     \
	} while (0)

static inline void fuzz_fail(const char *file, int line, const char *condition)
{
	char message[RLC_MESSAGE_SIZE];
	rlc_last_error(message, sizeof(message));
	fprintf(stderr, "%s:%d: not so: %s (last error: %s)\n", file, line, condition, message);
	abort();
}

/* A call that may fail, but not without a sentence. */
static inline int fuzz_try(int ret)
{
	char message[RLC_MESSAGE_SIZE];
	if (ret != 0)
		MUST(ret < 0 && rlc_last_error(message, sizeof(message)) > 0);
	return ret;
}

/* One for the whole process. */
static inline uint64_t fuzz_manager(void)
{
	static uint64_t manager;
	const rlc_manager_options options = { .size = sizeof(options), .simulated = 1 };
	if (manager == 0)
		MUST(rlc_manager_open(&options, &manager) == 0);
	return manager;
}

/* A camera that is configured, with the caller's mapping of its ring. */
struct fuzz_camera {
	uint64_t handle;
	rlc_configuration configuration;
	rlc_ring_header *ring;
	uint64_t ring_size;
};

static inline void fuzz_map_ring(struct fuzz_camera *camera)
{
	int fd;
	MUST(rlc_camera_ring(camera->handle, &fd, &camera->ring_size) == 0);
	MUST(rlc_map(fd, camera->ring_size, 1, (void **)&camera->ring) == 0);
}

static inline void fuzz_open(struct fuzz_camera *camera, const char *id, uint32_t slots)
{
	*camera = (struct fuzz_camera){
		.configuration = { .size = sizeof(rlc_configuration),
				   .stream_count = 1,
				   .streams = { { .role = RLC_ROLE_VIEWFINDER,
						  .width = 16,
						  .height = 8,
						  .buffer_count = slots } } },
	};
	MUST(rlc_camera_open(fuzz_manager(), id, &camera->handle) == 0);
	MUST(rlc_camera_acquire(camera->handle) == 0);
	MUST(rlc_camera_configure(camera->handle, &camera->configuration) == 0);
	fuzz_map_ring(camera);
}

static inline const rlc_slot_header *fuzz_slot(const struct fuzz_camera *camera, uint32_t slot)
{
	return (const void *)((const char *)camera->ring + camera->ring->slots_offset +
			      (uint64_t)slot * camera->ring->slot_stride);
}

/* Waits for the next completion and returns its slot. */
static inline uint32_t fuzz_take(const struct fuzz_camera *camera)
{
	rlc_ring_header *ring = camera->ring;
	uint64_t head = ring->head;
	rlc_record record;

	while (__atomic_load_n(&ring->tail, __ATOMIC_SEQ_CST) == head) {
		uint32_t expected = __atomic_load_n(&ring->wake_sequence, __ATOMIC_SEQ_CST);
		__atomic_store_n(&ring->sleeping, 1, __ATOMIC_SEQ_CST);
		if (__atomic_load_n(&ring->tail, __ATOMIC_SEQ_CST) == head)
			MUST(rlc_wait(ring, expected, INT64_C(20000000000)) == 0);
		__atomic_store_n(&ring->sleeping, 0, __ATOMIC_SEQ_CST);
	}
	memcpy(&record, (const char *)ring + ring->records_offset + (head & (ring->capacity - 1)) * sizeof(rlc_record),
	       sizeof(record));
	__atomic_store_n(&ring->head, head + 1, __ATOMIC_SEQ_CST);
	MUST(record.slot < ring->slot_count);
	return record.slot;
}

#endif /* FUZZ_H */
