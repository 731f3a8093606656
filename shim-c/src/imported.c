/* SPDX-License-Identifier: Apache-2.0 */
#include "imported.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/dma-buf.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "configuration.h"
#include "error.h"

#ifndef DMA_BUF_MAGIC
#define DMA_BUF_MAGIC 0x444d4142 /* "DMAB" */
#endif

bool rlc_is_dma_buf(int fd)
{
	struct statfs status;
	return fstatfs(fd, &status) == 0 && status.f_type == DMA_BUF_MAGIC;
}

int rlc_fd_sync(int fd, uint32_t begin)
{
	const struct dma_buf_sync sync = { .flags = DMA_BUF_SYNC_READ |
						    (begin != 0 ? DMA_BUF_SYNC_START : DMA_BUF_SYNC_END) };
	int ret;

	do
		ret = ioctl(fd, DMA_BUF_IOCTL_SYNC, &sync);
	while (ret != 0 && (errno == EINTR || errno == EAGAIN));
	return ret == 0 ? 0
			: rlc_fail(-errno, "cannot %s the reading of descriptor %d: %s", begin != 0 ? "begin" : "end",
				   fd, strerror(errno));
}

/* Its bytes, or a negative errno. */
static int64_t size_of(int fd, bool is_dma_buf)
{
	struct stat status;

	if (is_dma_buf) {
		off_t end = lseek(fd, 0, SEEK_END); /* all that a dma-buf can be asked */
		return end >= 0 ? end : -errno;
	}
	return fstat(fd, &status) == 0 ? status.st_size : -errno;
}

/* Memory that shrinks while it is written to or read ends the process. */
static int seal(int fd)
{
	int seals = fcntl(fd, F_GET_SEALS);
	if (seals >= 0 && (seals & F_SEAL_SHRINK) != 0)
		return 0;
	if (seals >= 0 && fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK) == 0)
		return 0;
	return rlc_fail(-EINVAL,
			"descriptor %d is no dma-buf, and no memfd that can be sealed against shrinking "
			"(memfd_create with MFD_ALLOW_SEALING): %s",
			fd, strerror(errno));
}

static int check_plane(const rlc_plane *plane)
{
	int ret = RLC_CHECK_STRUCT(plane, "planes");
	if (ret != 0)
		return ret;
	if (fcntl(plane->fd, F_GETFD) < 0)
		return rlc_fail(-EBADF, "descriptor %d is not open", plane->fd);
	bool is_dma_buf = rlc_is_dma_buf(plane->fd);
	if (!is_dma_buf)
		ret = seal(plane->fd);
	if (ret != 0)
		return ret;
	int64_t size = size_of(plane->fd, is_dma_buf);
	if (size < 0)
		return rlc_fail((int)size, "the size of descriptor %d cannot be told: %s", plane->fd,
				strerror((int)-size));
	if (plane->length == 0 || (uint64_t)plane->offset + plane->length > (uint64_t)size)
		return rlc_fail(-EINVAL, "descriptor %d has %lld bytes: there is no plane of %u bytes at %u", plane->fd,
				(long long)size, plane->length, plane->offset);
	return 0;
}

int rlc_check_imported(const rlc_configuration *configuration, const rlc_plane *planes, uint32_t plane_count)
{
	const uint32_t buffers = configuration->streams[0].buffer_count;
	uint32_t expected = 0;
	int ret = 0;

	if (configuration->memory != RLC_MEMORY_IMPORTED)
		return rlc_fail(-EINVAL, "imported buffers need memory kind %u, not %u", RLC_MEMORY_IMPORTED,
				configuration->memory);
	if (planes == NULL)
		return rlc_fail(-EINVAL, "planes is null");
	for (uint32_t i = 0; i < configuration->stream_count; i++) {
		const rlc_stream_configuration *stream = &configuration->streams[i];
		if (stream->buffer_count == 0 || stream->buffer_count != buffers)
			return rlc_fail(-EINVAL,
					"stream %u has %u buffers, the first one %u: each needs as many, at least 1", i,
					stream->buffer_count, buffers);
		if (stream->plane_count == 0 || stream->plane_count > RLC_MAX_PLANES)
			return rlc_fail(-EINVAL, "stream %u has buffers of %u planes: 1 to %u are possible", i,
					stream->plane_count, RLC_MAX_PLANES);
		expected += stream->buffer_count * stream->plane_count;
	}
	if (plane_count != expected)
		return rlc_fail(-EINVAL, "the buffers of all streams have %u planes, not %u", expected, plane_count);
	for (uint32_t i = 0; i < plane_count && ret == 0; i++)
		ret = check_plane(&planes[i]);
	return ret;
}
