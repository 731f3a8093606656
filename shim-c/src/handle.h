/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Handles: a table index, the kind of thing, and a number that is raised with every new handle and never comes back.
 * A stale, foreign or invented handle therefore matches no entry. Zero is no handle.
 */
#ifndef RLC_HANDLE_H
#define RLC_HANDLE_H

#include <stdint.h>

enum rlc_handle_kind { RLC_HANDLE_MANAGER = 1, RLC_HANDLE_CAMERA = 2 };

/* 47 bits of serial keep a handle positive in a signed 64-bit number. */
static inline uint64_t rlc_handle(uint64_t serial, enum rlc_handle_kind kind, uint32_t index)
{
	return (serial << 16 & INT64_MAX) | (uint64_t)kind << 12 | index;
}

/* Index of HANDLE in the table of KIND, or -1. That the entry still has this handle is for the caller to check. */
static inline int rlc_handle_index(uint64_t handle, enum rlc_handle_kind kind, uint32_t table_size)
{
	uint32_t index = handle & 0xfff;
	return (handle >> 12 & 0xf) == kind && index < table_size ? (int)index : -1;
}

#endif /* RLC_HANDLE_H */
