/* SPDX-License-Identifier: Apache-2.0 */
#include "ring_memory.h"

#include <sys/mman.h>

#include "memory_file.h"

#define PAGE 4096u
#define MIN_CAPACITY 16u
/* Records for one generation being read while the next one runs, and room to spare. */
#define RECORDS_PER_SLOT 4u

static uint32_t ring_capacity(uint32_t slot_count)
{
	uint32_t capacity = MIN_CAPACITY;
	while (capacity < slot_count * RECORDS_PER_SLOT)
		capacity *= 2;
	return capacity;
}

int rlc_ring_create(rlc_ring *ring, uint32_t slot_count, rlc_error *error)
{
	uint32_t capacity = ring_capacity(slot_count);
	uint32_t records_end = (uint32_t)sizeof(rlc_ring_header) + capacity * (uint32_t)sizeof(rlc_record);
	uint32_t slots_offset = (records_end + PAGE - 1) / PAGE * PAGE;
	uint64_t size = slots_offset + (uint64_t)slot_count * RLC_SLOT_STRIDE;

	int fd = rlc_memory_file("rlc-ring", size);
	if (fd < 0)
		return rlc_error_set(error, fd, "cannot make the completion ring: %s", strerror(-fd));
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (memory == MAP_FAILED) {
		int reason = errno;
		close(fd);
		return rlc_error_set(error, -reason, "cannot map the completion ring: %s", strerror(reason));
	}

	*ring = (rlc_ring){ .header = (rlc_ring_header *)memory,
			    .records = (rlc_record *)(void *)((char *)memory + sizeof(rlc_ring_header)),
			    .slots = (char *)memory + slots_offset,
			    .size = size,
			    .capacity = capacity,
			    .fd = fd };
	ring->header->magic = RLC_RING_MAGIC;
	ring->header->abi_version = RLC_ABI_VERSION;
	ring->header->capacity = capacity;
	ring->header->records_offset = sizeof(rlc_ring_header);
	ring->header->slot_count = slot_count;
	ring->header->slots_offset = slots_offset;
	ring->header->slot_stride = RLC_SLOT_STRIDE;
	return 0;
}

void rlc_ring_destroy(rlc_ring *ring)
{
	if (ring->header == NULL)
		return;
	munmap(ring->header, ring->size);
	close(ring->fd);
	*ring = (rlc_ring){ .fd = -1 };
}

bool rlc_ring_has_room(const rlc_ring *ring, uint32_t slot_count)
{
	uint64_t unread = ring->tail - __atomic_load_n(&ring->header->head, __ATOMIC_SEQ_CST);
	/* A head beyond the tail is nonsense from the consumer and makes a huge number: no room either. */
	return unread <= ring->capacity - slot_count;
}
