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
	uint8_t *pixels[RLC_MAX_PLANES];
	rlc_plane planes[RLC_MAX_PLANES]; /* as they are told */
	/* What they lie in: one mapping for all, or one for each that was imported. */
	struct mapping {
		int fd;
		void *memory;
		uint64_t size;
	} mappings[RLC_MAX_PLANES];
	uint32_t mapping_count;
};

struct stream {
	const rlc_pattern_format *format;
	rlc_pattern *pattern;
	uint32_t width, height;
	uint32_t buffer_count;
	struct buffer buffers[RLC_MAX_SLOTS];
};

/* A picture that was taken and waits for its request, or for the time to be handed over. */
struct picture {
	int64_t timestamp_ns;
	int64_t elapsed_ns; /* since the picture before */
	uint32_t sequence;
};

struct simulated {
	char id[RLC_ID_SIZE];
	rlc_simulated_options options;
	uint64_t plug; /* which of its camera's connections it was opened on */

	/* Set by configure. */
	uint32_t stream_count;
	struct stream streams[RLC_MAX_STREAMS];
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
	uint32_t sequence; /* of the next picture */
	uint64_t completed; /* requests, without those that were cancelled */
	uint64_t stall_at, disconnect_at; /* that many, UINT64_MAX for never */
	int64_t tick_ns; /* when a paced camera takes its next picture */
	int64_t previous_ns; /* when an unpaced one took the last */
	/* Taken and not handed over, the oldest first: pictures[first], and what comes behind it, in a circle. */
	uint32_t first, picture_count;
	struct picture pictures[RLC_MAX_SLOTS];
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

/* -ENODEV where the camera was disconnected since it was opened. */
int rlc_simulated_check_plug(const struct simulated *simulated, rlc_error *error);

/* simulated_frame.c. Before the camera's thread is there: back to the default settings. */
void rlc_simulated_reset(struct simulated *simulated);
/*
 * On the camera's thread: takes the next request, of which there is one, and completes it with PICTURE, in the light of the
 * settings that it and those before it asked for; or cancels it.
 */
void rlc_simulated_complete(struct simulated *simulated, const struct picture *picture);
void rlc_simulated_cancel(struct simulated *simulated);

/* simulated_thread.c, of the backend's table. */
int rlc_simulated_start(void *camera, struct rlc_ring *ring, rlc_error *error);
int rlc_simulated_queue(void *camera, uint32_t slot, const void *controls, uint32_t size, rlc_error *error);
int rlc_simulated_stop(void *camera, rlc_error *error);

#endif /* RLC_SIMULATED_CAMERA_H */
