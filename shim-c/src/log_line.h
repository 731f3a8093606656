/* SPDX-License-Identifier: Apache-2.0 */
/* A line of libcamera's log, as libcamera writes it: "[time] [thread]  WARN Category file.cpp:12 text". */
#ifndef RLC_LOG_LINE_H
#define RLC_LOG_LINE_H

#include <stddef.h>
#include <stdint.h>

/* Lines above LEVEL, one of enum rlc_log_level, are dropped from here on. */
void rlc_log_level_set(uint32_t level);

/* Queues the line of LENGTH bytes at TEXT. Any thread; waits for nothing, allocates nothing. */
void rlc_log_line(const char *text, size_t length);

#endif /* RLC_LOG_LINE_H */
