/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A preload that lends a process /dev/udmabuf on a kernel without: a "dma-buf" is then a second descriptor of the memfd that
 * it is made of. Enough for the allocator of libcamera's virtual pipeline and for what captures with it. Never on a machine
 * with a camera.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/dma-buf.h>
#include <linux/udmabuf.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#define DEFINE_OPEN(name)                                                                                              \
	int name(const char *path, int flags, ...)                                                                     \
	{                                                                                                              \
		static int (*real)(const char *, int, ...);                                                            \
		va_list arguments;                                                                                     \
		va_start(arguments, flags);                                                                            \
		int mode = va_arg(arguments, int);                                                                     \
		va_end(arguments);                                                                                     \
		if (strcmp(path, "/dev/udmabuf") == 0)                                                                 \
			return memfd_create("fake-udmabuf", MFD_CLOEXEC);                                              \
		if (real == NULL)                                                                                      \
			real = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, #name);                               \
		return real(path, flags, mode);                                                                        \
	}

DEFINE_OPEN(open)
DEFINE_OPEN(open64)

int ioctl(int fd, unsigned long request, ...)
{
	static int (*real)(int, unsigned long, void *);
	va_list arguments;
	va_start(arguments, request);
	void *argument = va_arg(arguments, void *);
	va_end(arguments);

	if (request == UDMABUF_CREATE)
		return fcntl((int)((struct udmabuf_create *)argument)->memfd, F_DUPFD_CLOEXEC, 3);
	if (request == DMA_BUF_IOCTL_SYNC)
		return 0;
	if (real == NULL)
		real = (int (*)(int, unsigned long, void *))dlsym(RTLD_NEXT, "ioctl");
	return real(fd, request, argument);
}
