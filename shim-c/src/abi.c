/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "error.h"
#include "ring.h"

int rlc_abi(rlc_abi_info *info)
{
	static const rlc_abi_info abi = {
		.size = sizeof(rlc_abi_info),
		.abi_version = RLC_ABI_VERSION,
		.manager_options_size = sizeof(rlc_manager_options),
		.libcamera_info_size = sizeof(rlc_libcamera_info),
		.camera_info_size = sizeof(rlc_camera_info),
		.format_size = sizeof(rlc_format),
		.stream_configuration_size = sizeof(rlc_stream_configuration),
		.configuration_size = sizeof(rlc_configuration),
		.plane_size = sizeof(rlc_plane),
		.ring_header_size = sizeof(rlc_ring_header),
		.ring_tail_offset = offsetof(rlc_ring_header, tail),
		.ring_head_offset = offsetof(rlc_ring_header, head),
		.ring_wake_offset = offsetof(rlc_ring_header, wake_sequence),
		.ring_sleeping_offset = offsetof(rlc_ring_header, sleeping),
		.ring_disconnected_offset = offsetof(rlc_ring_header, disconnected),
		.record_size = sizeof(rlc_record),
		.slot_header_size = sizeof(rlc_slot_header),
		.slot_frames_offset = offsetof(rlc_slot_header, frames),
		.frame_header_size = sizeof(rlc_frame_header),
		.control_entry_size = sizeof(rlc_control_entry),
		.control_info_size = sizeof(rlc_control_info),
		.slot_captured_offset = offsetof(rlc_slot_header, captured_ns),
		.named_control_size = sizeof(rlc_named_control),
		.enumerator_size = sizeof(rlc_enumerator),
		.event_size = sizeof(rlc_event),
	};

	if (info == NULL)
		return rlc_fail(-EINVAL, "info is null");
	if (info->size < 2 * sizeof(uint32_t))
		return rlc_fail(-EINVAL, "info->size is %u, it must be the size of the struct", info->size);
	memcpy(info, &abi, info->size < sizeof(abi) ? info->size : sizeof(abi));
	return 0;
}

int rlc_map(int fd, uint64_t length, uint32_t writable, void **address)
{
	if (address == NULL)
		return rlc_fail(-EINVAL, "address is null");
	if (length == 0 || length > PTRDIFF_MAX)
		return rlc_fail(-EINVAL, "a length of %llu bytes cannot be mapped", (unsigned long long)length);

	/* Reads behind a file's end fault, also where the file is empty; a device has no size. */
	struct stat status;
	if (fstat(fd, &status) == 0 && (status.st_size > 0 || S_ISREG(status.st_mode)) &&
	    length > (uint64_t)status.st_size)
		return rlc_fail(-EINVAL, "descriptor %d has %lld bytes, not %llu", fd, (long long)status.st_size,
				(unsigned long long)length);
	void *mapped = mmap(NULL, length, writable ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, fd, 0);
	if (mapped == MAP_FAILED) {
		int error = errno;
		return rlc_fail(-error, "cannot map %llu bytes of descriptor %d: %s", (unsigned long long)length, fd,
				strerror(error));
	}
	*address = mapped;
	return 0;
}

int rlc_unmap(void *address, uint64_t length)
{
	if (address == NULL || length == 0)
		return rlc_fail(-EINVAL, "nothing to unmap: the address is null or the length 0");
	if (munmap(address, length) != 0) {
		int error = errno;
		return rlc_fail(-error, "cannot unmap %llu bytes at %p: %s", (unsigned long long)length, address,
				strerror(error));
	}
	return 0;
}

int rlc_fd_duplicate(int fd)
{
	int duplicate = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	return duplicate >= 0 ? duplicate : rlc_fail(-errno, "cannot duplicate descriptor %d: %s", fd, strerror(errno));
}

int rlc_fd_close(int fd)
{
	/* Linux has closed it even where it was interrupted. */
	return close(fd) == 0 || errno == EINTR
		       ? 0
		       : rlc_fail(-errno, "cannot close descriptor %d: %s", fd, strerror(errno));
}

/* Computed without a dereference: what a caller passes as a ring may be no address at all. */
static uint32_t *wake_word(void *ring)
{
	return (uint32_t *)((uintptr_t)ring + offsetof(rlc_ring_header, wake_sequence));
}

int rlc_wait(void *ring, uint32_t expected, int64_t timeout_ns)
{
	uint32_t *word = wake_word(ring);
	int64_t deadline = 0;

	if (ring == NULL)
		return rlc_fail(-EINVAL, "ring is null");
	if (timeout_ns >= 0 && __builtin_add_overflow(rlc_now_ns(), timeout_ns, &deadline))
		deadline = INT64_MAX;

	for (int64_t remaining = timeout_ns;;) {
		struct timespec timeout = { .tv_sec = remaining / 1000000000, .tv_nsec = remaining % 1000000000 };
		bool woken =
			syscall(RLC_FUTEX, word, FUTEX_WAIT, expected, timeout_ns < 0 ? NULL : &timeout, NULL, 0) == 0;

		/* A wake-up may be a late one, meant for an earlier value. The kernel has just read the word, so we may. */
		if (woken && __atomic_load_n(word, __ATOMIC_SEQ_CST) != expected)
			return 0;
		if (!woken && errno == EAGAIN)
			return 0;
		if (!woken && errno == ETIMEDOUT)
			return -ETIMEDOUT; /* not a failure worth a sentence */
		if (!woken && errno != EINTR) {
			int error = errno;
			return rlc_fail(-error, "cannot wait on the ring at %p: %s", ring, strerror(error));
		}
		if (timeout_ns >= 0) {
			remaining = deadline - rlc_now_ns();
			if (remaining < 0)
				remaining = 0; /* the kernel then looks at the word once more */
		}
	}
}

int rlc_wake(void *ring)
{
	uint32_t *word = wake_word(ring);

	if (ring == NULL)
		return rlc_fail(-EINVAL, "ring is null");
	/* The kernel raises the word before it wakes, so that a wrong address is -EFAULT and not a crash. */
	if (syscall(SYS_futex, word, FUTEX_WAKE_OP, INT_MAX, 0L, word, FUTEX_OP(FUTEX_OP_ADD, 1, FUTEX_OP_CMP_LT, 0)) <
	    0) {
		int error = errno;
		return rlc_fail(-error, "cannot wake the ring at %p: %s", ring, strerror(error));
	}
	return 0;
}
