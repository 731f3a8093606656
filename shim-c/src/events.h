/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What nobody asked for: cameras that come and go, and the lines of libcamera's log. They are queued, on whatever thread they come
 * from, until rlc_manager_event() fetches them. Thread-safe; a leaf among the locks.
 */
#ifndef RLC_EVENTS_H
#define RLC_EVENTS_H

#include "backend.h"

/* From here on MANAGER's events are kept. They are those of the kinds of cameras that its options ask for. */
void rlc_events_open(uint64_t manager, const rlc_manager_options *options);

/* Who waits for the next one of MANAGER's is told that there will be none. */
void rlc_events_close(uint64_t manager);

/* Queues an event for every manager that has cameras of this kind. TYPE is RLC_EVENT_ADDED or RLC_EVENT_REMOVED. */
void rlc_events_camera(uint32_t type, const rlc_camera_info *camera);

/* Queues a line for whoever fetches it first. LEVEL is one of enum rlc_log_level, CATEGORY libcamera's. Cut where they are too long. */
void rlc_events_log(uint32_t level, const char *category, const char *message);

#endif /* RLC_EVENTS_H */
