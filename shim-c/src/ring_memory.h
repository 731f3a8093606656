/* SPDX-License-Identifier: Apache-2.0 */
/* The shared memory behind a configured camera's completion ring. Layout: rlc_ring_header. */
#ifndef RLC_RING_MEMORY_H
#define RLC_RING_MEMORY_H

#include <stdbool.h>

#include "error.h"
#include "ring.h"

/* Makes and maps RING's memory for SLOT_COUNT slots. -ENOMEM. */
int rlc_ring_create(rlc_ring *ring, uint32_t slot_count, rlc_error *error);

/* Closes and unmaps it; mappings of others stay valid. Harmless on a ring without memory. */
void rlc_ring_destroy(rlc_ring *ring);

/* Whether one completion of each of SLOT_COUNT slots fits behind the records that the consumer has not read yet. */
bool rlc_ring_has_room(const rlc_ring *ring, uint32_t slot_count);

#endif /* RLC_RING_MEMORY_H */
