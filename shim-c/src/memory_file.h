/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shared memory whose mappings never fault: allocated, not only sized, and sealed. Written in the common subset of C and C++ for
 * the shim and its libcamera part.
 */
#ifndef RLC_MEMORY_FILE_H
#define RLC_MEMORY_FILE_H

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

/*
 * In chunks, because a signal undoes all of an allocation that it interrupts. 0 or a positive errno. More than half of the machine's
 * memory is refused with ENOSPC: the kernel would not refuse it but end processes.
 */
static inline int rlc_memory_file_allocate(int fd, uint64_t size)
{
	const uint64_t chunk = 4u << 20;
	int error = 0;

	if (size > (uint64_t)sysconf(_SC_PHYS_PAGES) / 2 * (uint64_t)sysconf(_SC_PAGESIZE))
		return ENOSPC;
	for (uint64_t offset = 0; offset < size && error == 0; offset += chunk) {
		uint64_t length = size - offset < chunk ? size - offset : chunk;
		do
			error = posix_fallocate(fd, (off_t)offset, (off_t)length);
		while (error == EINTR);
	}
	return error;
}

/* A descriptor of SIZE bytes, the caller's to close; or a negative errno, -ENOMEM where there is no memory. */
static inline int rlc_memory_file(const char *name, uint64_t size)
{
	int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (fd < 0)
		return -errno;
	int error = rlc_memory_file_allocate(fd, size);
	if (error == 0 && fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
		error = errno;
	if (error == 0)
		return fd;
	close(fd);
	return error == ENOSPC ? -ENOMEM : -error;
}

#endif /* RLC_MEMORY_FILE_H */
