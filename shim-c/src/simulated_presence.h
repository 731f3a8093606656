/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What outlives a handle on a simulated camera: whether the camera is plugged in, and how many of its starts were refused. One
 * for the process, as the cameras of a machine are. Thread-safe.
 */
#ifndef RLC_SIMULATED_PRESENCE_H
#define RLC_SIMULATED_PRESENCE_H

#include "simulated.h"

/* Which PATTERN's camera there is now: *PLUG is raised with every disconnect. -ENODEV: it is gone, the sentence tells until when. */
int rlc_simulated_presence(const char *pattern, uint64_t *plug, rlc_error *error);

/* The camera is gone, for MS milliseconds or, with RLC_NEVER, until it is plugged in. Who has it open never gets it back. */
void rlc_simulated_unplug(const char *pattern, uint32_t ms);

/* The camera is there, if it was not. */
void rlc_simulated_plug(const char *pattern);

/*
 * Tells the managers of cameras that are back since the last look, which is when somebody looks and not before. Returns when the
 * next one is, INT64_MAX for never.
 */
int64_t rlc_simulated_returns(void);

/* Counts one more refused start of the camera with this ID, its options included, unless MOST were refused. */
bool rlc_simulated_refuse_start(const char *id, uint32_t most);

#endif /* RLC_SIMULATED_PRESENCE_H */
