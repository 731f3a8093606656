/* SPDX-License-Identifier: Apache-2.0 */
#include "ring_memory.h"

#include <fcntl.h>
#include <sys/mman.h>

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

/*
 * Allocated, not only sized: no memory is an error here and not a signal at the first access. In chunks, because a signal
 * undoes all of an allocation that it interrupts.
 */
static int allocate(int fd, uint64_t size)
{
	const uint64_t chunk = 4u << 20;
	int error = 0;

	for (uint64_t offset = 0; offset < size && error == 0; offset += chunk) {
		uint64_t length = size - offset < chunk ? size - offset : chunk;
		do
			error = posix_fallocate(fd, (off_t)offset, (off_t)length);
		while (error == EINTR);
	}
	return error;
}

int rlc_memory_file(const char *name, uint64_t size)
{
	int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (fd < 0)
		return -errno;
	int error = allocate(fd, size);
	if (error == 0 && fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
		error = errno;
	if (error == 0)
		return fd;
	close(fd);
	return error == ENOSPC ? -ENOMEM : -error;
}

int rlc_ring_create(rlc_ring *ring, uint32_t slot_count, rlc_error *error)
{
	uint32_t capacity = ring_capacity(slot_count);
	uint32_t records_end = (uint32_t)sizeof(rlc_ring_header) + capacity * (uint32_t)sizeof(rlc_record);
	uint32_t slots_offset = (records_end + PAGE - 1) / PAGE * PAGE;
	uint64_t size = slots_offset + (uint64_t)slot_count * RLC_SLOT_STRIDE;

	int fd = rlc_memory_file("rlc-ring", size);
	if (fd < 0)
		return rlc_error_set(error, -ENOMEM, "cannot make the completion ring: %s", strerror(-fd));
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (memory == MAP_FAILED) {
		int reason = errno;
		close(fd);
		return rlc_error_set(error, -ENOMEM, "cannot map the completion ring: %s", strerror(reason));
	}

	*ring = (rlc_ring){ .header = (rlc_ring_header *)memory, .size = size, .fd = fd };
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

bool rlc_ring_has_room(const rlc_ring *ring)
{
	const rlc_ring_header *header = ring->header;
	uint64_t unread =
		__atomic_load_n(&header->tail, __ATOMIC_SEQ_CST) - __atomic_load_n(&header->head, __ATOMIC_SEQ_CST);
	/* A head beyond the tail is nonsense from the consumer and makes a huge number: no room either. */
	return unread <= header->capacity - header->slot_count;
}
