/* SPDX-License-Identifier: Apache-2.0 */
/* Pages that show a pattern instead of what was there: all of them come from one file, which grows with the largest mapping. */
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "error.h"
#include "memory_file.h"

/* Guards the two below. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int file = -1;
static uint64_t file_size; /* bytes that are full of the pattern */

/* Makes the file LENGTH bytes long, a multiple of the page. 0 or a negative errno; after an error it is as long as it was. */
static int grow(uint64_t length)
{
	if (file < 0)
		file = memfd_create("rlc-poison", MFD_CLOEXEC);
	if (file < 0)
		return -errno;
	if (length <= file_size)
		return 0;
	int error = rlc_memory_file_allocate(file, length);
	if (error != 0)
		return error == ENOSPC ? -ENOMEM : -error;
	uint64_t more = length - file_size;
	void *memory = mmap(NULL, more, PROT_READ | PROT_WRITE, MAP_SHARED, file, (off_t)file_size);
	if (memory == MAP_FAILED)
		return -errno;
	memset(memory, RLC_POISON, more);
	munmap(memory, more);
	file_size = length;
	return 0;
}

/* One mapping takes the place of the other in one step: who reads meanwhile waits, at most. */
static int replace(void *address, uint64_t length)
{
	int ret = grow(length);
	if (ret == 0 && mmap(address, length, PROT_READ, MAP_SHARED | MAP_FIXED, file, 0) == MAP_FAILED)
		ret = -errno;
	return ret;
}

int rlc_poison(void *address, uint64_t length)
{
	const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	const uint64_t whole = (length + page - 1) / page * page;

	if (address == NULL || (uintptr_t)address % page != 0 || length == 0 || length > PTRDIFF_MAX - page)
		return rlc_fail(-EINVAL, "%llu bytes at %p are no mapping of whole pages", (unsigned long long)length,
				address);
	/* Else a wrong address would make a mapping where there was none, or take away what somebody is about to map. */
	if (msync(address, whole, MS_ASYNC) != 0)
		return rlc_fail(-EINVAL, "not all of the %llu bytes at %p are mapped", (unsigned long long)length,
				address);
	pthread_mutex_lock(&mutex);
	int ret = replace(address, whole);
	pthread_mutex_unlock(&mutex);
	return ret == 0 ? 0
			: rlc_fail(ret, "cannot poison %llu bytes at %p: %s", (unsigned long long)length, address,
				   strerror(-ret));
}
