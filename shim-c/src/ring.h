/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The producer's side of the completion ring and the shared memory it lives in. Written in the common subset of C and C++ so
 * that the simulated camera and the libcamera part share it. Layout and protocol: rlc_ring_header.
 */
#ifndef RLC_RING_H
#define RLC_RING_H

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "reactor_libcamera.h"

/* The futex call that takes this build's struct timespec: on 32 bits with 64-bit times, glibc's and musl's, it is another one. */
#ifdef SYS_futex_time64
#define RLC_FUTEX (sizeof(time_t) > sizeof(long) ? SYS_futex_time64 : SYS_futex)
#else
#define RLC_FUTEX SYS_futex
#endif

/* A slot's header and its metadata share one page. */
#define RLC_SLOT_STRIDE 4096u
#define RLC_METADATA_CAPACITY (RLC_SLOT_STRIDE - (uint32_t)sizeof(rlc_slot_header))

/*
 * One configured camera's shared memory, as the shim sees it. Where the producer writes is kept here and never read from the
 * memory, which the consumer can write to as well.
 */
typedef struct rlc_ring {
	rlc_ring_header *header;
	rlc_record *records;
	char *slots; /* headers, RLC_SLOT_STRIDE apart */
	uint64_t size;
	uint64_t tail; /* what header->tail was set to last */
	uint32_t capacity;
	int fd;
	uint32_t generation; /* raised by the shim before start() */
	/* One flag per slot, 1 while the camera has it: set by rlc_camera_queue(), cleared by rlc_ring_complete(). */
	uint32_t queued[RLC_MAX_SLOTS];
} rlc_ring;

static inline int64_t rlc_clock_ns(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static inline int64_t rlc_now_ns(void)
{
	return rlc_clock_ns(CLOCK_MONOTONIC);
}

/* Whether a picture that has just come can have been taken then: not long ago, and not later but for clocks that differ. */
static inline int rlc_is_recent(int64_t timestamp_ns, int64_t now_ns)
{
	return timestamp_ns > now_ns - INT64_C(60000000000) && timestamp_ns < now_ns + INT64_C(1000000000);
}

/*
 * rlc_slot_header.captured_ns of a picture with this timestamp; NOW_NS is CLOCK_MONOTONIC. libcamera documents CLOCK_BOOTTIME,
 * many drivers deliver CLOCK_MONOTONIC; they are the same until the machine has slept. Reads another clock only if it has to.
 */
static inline int64_t rlc_captured_ns(int64_t timestamp_ns, int64_t now_ns)
{
	if (timestamp_ns <= 0)
		return 0;
	if (rlc_is_recent(timestamp_ns, now_ns))
		return timestamp_ns;
	int64_t boottime_ns = rlc_clock_ns(CLOCK_BOOTTIME);
	return rlc_is_recent(timestamp_ns, boottime_ns) ? timestamp_ns - boottime_ns + now_ns : 0;
}

static inline rlc_slot_header *rlc_ring_slot(const rlc_ring *ring, uint32_t slot)
{
	return (rlc_slot_header *)(void *)(ring->slots + (size_t)slot * RLC_SLOT_STRIDE);
}

static inline void rlc_ring_wake(rlc_ring_header *header)
{
	__atomic_fetch_add(&header->wake_sequence, 1, __ATOMIC_SEQ_CST);
	/* Not a private futex: the consumer sleeps on its own mapping of the same memory. */
	syscall(SYS_futex, &header->wake_sequence, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

/* After a seq_cst store of tail or disconnected: pairs with the consumer's store of sleeping and its second look. */
static inline void rlc_ring_wake_if_sleeping(rlc_ring_header *header)
{
	if (__atomic_load_n(&header->sleeping, __ATOMIC_SEQ_CST) != 0 &&
	    __atomic_exchange_n(&header->sleeping, 0u, __ATOMIC_SEQ_CST) != 0)
		rlc_ring_wake(header);
}

/*
 * Publishes SLOT, whose header the caller has filled in but for generation, completed_ns and captured_ns. Called on the camera's
 * one completion thread only; takes no lock.
 */
static inline void rlc_ring_complete(rlc_ring *ring, uint32_t slot)
{
	rlc_ring_header *header = ring->header;
	rlc_slot_header *out = rlc_ring_slot(ring, slot);
	rlc_record *record = &ring->records[ring->tail & (ring->capacity - 1)];

	out->generation = ring->generation;
	out->completed_ns = rlc_now_ns();
	out->captured_ns = rlc_captured_ns(out->frames[0].timestamp_ns, out->completed_ns);
	record->slot = slot;
	record->generation = ring->generation;
	record->completed_ns = out->completed_ns;
	/* Before the record can be seen: the consumer may queue the slot again at once. */
	__atomic_store_n(&ring->queued[slot], 0u, __ATOMIC_RELEASE);
	__atomic_store_n(&header->tail, ++ring->tail, __ATOMIC_SEQ_CST);
	rlc_ring_wake_if_sleeping(header);
}

static inline void rlc_ring_disconnect(rlc_ring *ring)
{
	__atomic_store_n(&ring->header->disconnected, 1u, __ATOMIC_SEQ_CST);
	rlc_ring_wake_if_sleeping(ring->header);
}

#endif /* RLC_RING_H */
