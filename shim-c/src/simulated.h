/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The simulated camera: patterns that move, rendered into memory files by a thread of its own, paced or as fast as requests
 * are queued, with faults on request. Nothing about it is random; a frame's picture follows from its sequence number and the
 * settings in effect.
 */
#ifndef RLC_SIMULATED_H
#define RLC_SIMULATED_H

#include <stdbool.h>

#include "backend.h"

/* Whether ID is meant for a simulated camera. */
bool rlc_simulated_id(const char *id);

/* Where an option counts to something: it does not come. */
#define RLC_NEVER UINT32_MAX

/* What an id asks for: "simulated:bars?fps=120&errors=10". What the options mean is told at rlc_camera_open(). */
typedef struct rlc_simulated_options {
	const char *pattern; /* a string constant */
	uint32_t number; /* 0: the one that is listed */
	bool unpaced;
	bool plug;
	uint32_t fps;
	uint32_t errors; /* 0: none */
	uint32_t gaps; /* 0: none */
	uint32_t stall; /* or RLC_NEVER */
	uint32_t stall_below;
	uint32_t disconnect; /* or RLC_NEVER */
	uint32_t reconnect; /* ms, or RLC_NEVER */
	uint32_t backlog;
	uint32_t slow; /* ms */
	uint32_t start_refused;
} rlc_simulated_options;

/* -ENODEV: no such pattern or number. -EINVAL: an option that is unknown or has no such value. */
int rlc_simulated_parse(const char *id, rlc_simulated_options *options, rlc_error *error);

/* Names of the patterns, in the order they are listed; NULL at the end. */
extern const char *const rlc_simulated_patterns[];

#endif /* RLC_SIMULATED_H */
