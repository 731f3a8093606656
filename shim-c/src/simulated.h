/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The simulated camera: patterns that move, rendered into memory files by a thread of its own, paced or as fast as requests
 * are queued. Nothing about it is random; a frame's picture follows from its sequence number.
 */
#ifndef RLC_SIMULATED_H
#define RLC_SIMULATED_H

#include <stdbool.h>

#include "backend.h"

/* Whether ID is meant for a simulated camera. */
bool rlc_simulated_id(const char *id);

/* What an id asks for: "simulated:bars?fps=120". */
typedef struct rlc_simulated_options {
	const char *pattern; /* a string constant */
	bool unpaced;
	uint32_t fps;
} rlc_simulated_options;

/* -ENODEV: no such pattern. -EINVAL: an option that is unknown or has no such value. */
int rlc_simulated_parse(const char *id, rlc_simulated_options *options, rlc_error *error);

/* Names of the patterns, in the order they are listed; NULL at the end. */
extern const char *const rlc_simulated_patterns[];

#endif /* RLC_SIMULATED_H */
