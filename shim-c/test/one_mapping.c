/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mmap() and munmap() of the soak, put in place by the linker (--wrap). The shim and its consumer map the same memory at two
 * addresses, and the thread sanitizer knows memory by its address: of a store to one mapping and a load from the other it sees neither
 * that they meet nor that the second is ordered after the first. So no race across the two can ever be reported. Under that sanitizer
 * a file that is mapped already is therefore not mapped again, but shared at the address that it has: producer and consumer then meet
 * at each word of the ring, of the slots and of the pictures. Elsewhere there are two mappings, as in applications.
 */
#include <pthread.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/stat.h>

void *__real_mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset);
int __real_munmap(void *address, size_t length);
void *__wrap_mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset);
int __wrap_munmap(void *address, size_t length);

#ifdef __SANITIZE_THREAD__
static const bool share = true;
#else
static const bool share = false;
#endif

#define MAX_MAPPINGS 1024

/* Guards the table. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct mapping {
	dev_t device;
	ino_t file;
	size_t length;
	void *address;
	unsigned users; /* 0: free */
} mappings[MAX_MAPPINGS];

/* With the mutex held: the entry that has this file or this address, or a free one where both are nobody's; or NULL. */
static struct mapping *entry_of(const struct stat *status, size_t length, const void *address)
{
	for (struct mapping *entry = mappings; entry < mappings + MAX_MAPPINGS; entry++) {
		if (status == NULL && address == NULL && entry->users == 0)
			return entry;
		if (entry->users == 0)
			continue;
		if (entry->address == address || (status != NULL && entry->device == status->st_dev &&
						  entry->file == status->st_ino && entry->length == length))
			return entry;
	}
	return NULL;
}

void *__wrap_mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset)
{
	struct stat status;

	if (!share || address != NULL || offset != 0 || !(flags & MAP_SHARED) || fstat(fd, &status) != 0)
		return __real_mmap(address, length, protection, flags, fd, offset);
	pthread_mutex_lock(&mutex);
	struct mapping *entry = entry_of(&status, length, NULL);
	if (entry != NULL) {
		entry->users++;
		address = entry->address;
	} else {
		address = __real_mmap(NULL, length, protection, flags, fd, 0);
		entry = entry_of(NULL, 0, NULL);
		if (address != MAP_FAILED && entry != NULL)
			*entry = (struct mapping){ status.st_dev, status.st_ino, length, address, 1 };
	}
	pthread_mutex_unlock(&mutex);
	return address;
}

int __wrap_munmap(void *address, size_t length)
{
	pthread_mutex_lock(&mutex);
	struct mapping *entry = share ? entry_of(NULL, 0, address) : NULL;
	bool last = entry == NULL || --entry->users == 0;
	int ret = last ? __real_munmap(address, length) : 0;
	pthread_mutex_unlock(&mutex);
	return ret;
}
