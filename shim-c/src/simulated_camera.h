/* SPDX-License-Identifier: Apache-2.0 */
/* One simulated camera: what its configuration (simulated.c) and its thread (simulated_thread.c) share. */
#ifndef RLC_SIMULATED_CAMERA_H
#define RLC_SIMULATED_CAMERA_H

#include <pthread.h>

#include "pattern.h"
#include "ring.h"
#include "simulated.h"
#include "simulated_controls.h"

/* What one thread writes and the other does not is kept apart by this many bytes. */
#define CACHE_LINE 64

/* A request with settings. */
#define HAS_WISHES 0x80000000u

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
	int64_t duration_ns; /* between two frames, without any limits; 0: unpaced */

	/* Set by start. */
	pthread_t thread;
	rlc_ring *ring;

	/*
	 * The queued slots, in order: requests[taken..submitted), each with HAS_WISHES if wishes[slot] are its own. Never more
	 * than there are slots, so it cannot overflow. `submitted` is written by queue(), which the shim serialises, and read by
	 * the thread: the store publishes the entry and its wishes.
	 */
	_Alignas(CACHE_LINE) uint32_t submitted;
	uint32_t requests[RLC_MAX_SLOTS];
	struct wishes wishes[RLC_MAX_SLOTS];

	/* The thread's own. */
	_Alignas(CACHE_LINE) uint32_t taken;
	uint32_t sequence;
	struct settings settings; /* in effect */
	struct report report; /* that tells them */
	int64_t frame_ns; /* duration_ns within their limits */

	/* Set by stop(), read by the thread. */
	_Alignas(CACHE_LINE) uint32_t stopping;
	/*
	 * AWAKE or what the thread waits for. The thread stores it and looks at `submitted` and `stopping` once more; the other
	 * side stores one of those and then looks here. Sequentially consistent, so that one of them sees the other.
	 */
	uint32_t waiting;
};

/* simulated_frame.c. Before the camera's thread is there: back to the default settings. */
void rlc_simulated_reset(struct simulated *simulated);
/*
 * On the camera's thread: takes the next request, of which there is one, and completes it with a picture, taken with the settings
 * that it and those before it asked for, or cancels it. ELAPSED_NS: since the frame before, told where the camera is unpaced.
 */
void rlc_simulated_complete(struct simulated *simulated, int64_t timestamp_ns, int64_t elapsed_ns);
void rlc_simulated_cancel(struct simulated *simulated);

/* simulated_thread.c, of the backend's table. */
int rlc_simulated_start(void *camera, struct rlc_ring *ring, rlc_error *error);
int rlc_simulated_queue(void *camera, uint32_t slot, const void *controls, uint32_t size, rlc_error *error);
int rlc_simulated_stop(void *camera, rlc_error *error);

#endif /* RLC_SIMULATED_CAMERA_H */
