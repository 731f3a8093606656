/* SPDX-License-Identifier: Apache-2.0 */
/* One simulated camera: what its configuration (simulated.c) and its thread (simulated_thread.c) share. */
#ifndef RLC_SIMULATED_CAMERA_H
#define RLC_SIMULATED_CAMERA_H

#include <pthread.h>

#include "pattern.h"
#include "ring.h"
#include "simulated.h"

/* What one thread writes and the other does not is kept apart by this many bytes. */
#define CACHE_LINE 64

/* Numbers of the controls that the simulated cameras report. */
enum { SENSOR_TIMESTAMP = 1, FRAME_DURATION = 2 };

struct buffer {
	int fd;
	uint8_t *memory;
};

struct simulated {
	rlc_simulated_options options;

	/* Set by configure. */
	const rlc_pattern_format *format;
	rlc_pattern *pattern;
	uint32_t width, height;
	uint64_t buffer_size;
	uint32_t buffer_count;
	struct buffer buffers[RLC_MAX_SLOTS];
	int64_t duration_ns; /* 0: unpaced */

	/* Set by start. */
	pthread_t thread;
	rlc_ring *ring;

	/*
	 * The queued slots, in order: requests[taken..submitted). Never more than there are slots, so it cannot overflow.
	 * `submitted` is written by queue(), which the shim serialises, and read by the thread: the store publishes the entry.
	 */
	_Alignas(CACHE_LINE) uint32_t submitted;
	uint32_t requests[RLC_MAX_SLOTS];

	/* The thread's own. */
	_Alignas(CACHE_LINE) uint32_t taken;
	uint32_t sequence;

	/* Set by stop(), read by the thread. */
	_Alignas(CACHE_LINE) uint32_t stopping;
	/*
	 * AWAKE or what the thread waits for. The thread stores it and looks at `submitted` and `stopping` once more; the other
	 * side stores one of those and then looks here. Sequentially consistent, so that one of them sees the other.
	 */
	uint32_t waiting;
};

/* Of the backend's table. */
int rlc_simulated_start(void *camera, struct rlc_ring *ring, rlc_error *error);
int rlc_simulated_queue(void *camera, uint32_t slot);
int rlc_simulated_stop(void *camera, rlc_error *error);

#endif /* RLC_SIMULATED_CAMERA_H */
