/* SPDX-License-Identifier: Apache-2.0 */
/* Memory for frames: the camera's allocator, a dma-heap or memfds. */
#include <algorithm>
#include <cstring>
#include <fcntl.h>
#include <linux/dma-heap.h>
#include <string_view>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "libcamera_part.h"
#include "memory_file.h"

namespace rlc
{

namespace
{

using libcamera::FrameBuffer;

/* Cached heaps first: reading frames from uncached memory is many times slower on some boards. */
constexpr const char *kDmaHeaps[] = {
	"/dev/dma_heap/vidbuf_cached", "/dev/dma_heap/linux,cma", "/dev/dma_heap/default_cma_region",
	"/dev/dma_heap/reserved",      "/dev/dma_heap/system",
};

libcamera::SharedFD own(int fd)
{
	if (fd < 0)
		return libcamera::SharedFD();
	/* The constructor from an rvalue takes the descriptor over instead of duplicating it. */
	return libcamera::SharedFD(std::move(fd));
}

/* The first heap that can be opened; an invalid descriptor and errno if there is none. */
libcamera::SharedFD openDmaHeap()
{
	int reason = ENOENT;
	for (const char *path : kDmaHeaps) {
		int fd = open(path, O_RDWR | O_CLOEXEC);
		if (fd >= 0)
			return own(fd);
		if (errno != ENOENT)
			reason = errno;
	}
	errno = reason;
	return libcamera::SharedFD();
}

int fromDmaHeap(int heap, size_t size)
{
	struct dma_heap_allocation_data data = {};
	data.len = size;
	data.fd_flags = O_RDWR | O_CLOEXEC;
	return ioctl(heap, DMA_HEAP_IOCTL_ALLOC, &data) < 0 ? -1 : static_cast<int>(data.fd);
}

int fromMemfd(size_t size)
{
	int fd = rlc_memory_file("reactor-libcamera-frame", size);
	if (fd < 0)
		errno = -fd;
	return fd < 0 ? -1 : fd;
}

std::unique_ptr<FrameBuffer> makeFrameBuffer(const libcamera::SharedFD &fd, const std::vector<PlaneLayout> &layout)
{
	std::vector<FrameBuffer::Plane> planes(layout.size());
	for (size_t i = 0; i < layout.size(); i++) {
		planes[i].fd = fd;
		planes[i].offset = layout[i].offset;
		planes[i].length = layout[i].length;
	}
	return std::make_unique<FrameBuffer>(planes);
}

} /* namespace */

bool hasDevice([[maybe_unused]] const libcamera::Camera &camera)
{
#if RLC_LIBCAMERA_AT_LEAST(0, 4, 0)
	/* Not get(), which asserts the type that this libcamera's headers give the property. */
	const libcamera::ControlList &properties = camera.properties();
	if (!properties.contains(libcamera::properties::SystemDevices.id()))
		return false;
	return properties.get(libcamera::properties::SystemDevices.id()).numElements() > 0;
#else
	/* Every camera has: the virtual pipeline came later. */
	return true;
#endif
}

bool canAllocate(const libcamera::Camera &camera)
{
	/* Without a device to ask, libcamera makes dma-bufs itself, from a heap or from /dev/udmabuf. */
	return hasDevice(camera) || openDmaHeap().isValid() || own(open("/dev/udmabuf", O_RDWR | O_CLOEXEC)).isValid();
}

int FrameMemory::allocate(const std::shared_ptr<libcamera::Camera> &camera,
			  const libcamera::CameraConfiguration &config, uint32_t kind, uint32_t imported,
			  rlc_error *error)
{
	switch (kind) {
	case RLC_MEMORY_AUTO:
		return allocateAuto(camera, config, imported, error);
	case RLC_MEMORY_CAMERA:
		return allocateFromCamera(camera, config, error);
	case RLC_MEMORY_DMA_HEAP:
	case RLC_MEMORY_MEMFD:
		return import(config, kind, imported, error);
	default:
		return fail(error, -EINVAL, "%u is no kind of memory", kind);
	}
}

int FrameMemory::allocateAuto(const std::shared_ptr<libcamera::Camera> &camera,
			      const libcamera::CameraConfiguration &config, uint32_t imported, rlc_error *error)
{
	int ret = canAllocate(*camera) ? allocateFromCamera(camera, config, error) : -ENOMEM;
	if (ret == 0)
		return 0;
	rlc_error ignored;
	if (import(config, RLC_MEMORY_DMA_HEAP, imported, &ignored) == 0)
		return 0;
	/* A kernel driver takes dma-bufs only; it would fail with memfds when the first is queued. */
	return hasDevice(*camera) ? ret : import(config, RLC_MEMORY_MEMFD, imported, error);
}

int FrameMemory::allocateFromCamera(const std::shared_ptr<libcamera::Camera> &camera,
				    const libcamera::CameraConfiguration &config, rlc_error *error)
{
	auto allocator = std::make_unique<libcamera::FrameBufferAllocator>(camera);
	std::vector<std::vector<FrameBuffer *>> buffers;
	size_t count = RLC_MAX_SLOTS;
	for (const libcamera::StreamConfiguration &cfg : config) {
		int ret = allocator->allocate(cfg.stream());
		if (ret <= 0)
			return fail(error, -ENOMEM, "the camera cannot allocate buffers for stream %zu: %s",
				    buffers.size(), ret ? std::strerror(-ret) : "it made none");
		std::vector<FrameBuffer *> ofStream;
		for (const std::unique_ptr<FrameBuffer> &buffer : allocator->buffers(cfg.stream()))
			ofStream.push_back(buffer.get());
		count = std::min(count, ofStream.size());
		buffers.push_back(std::move(ofStream));
	}

	allocator_ = std::move(allocator);
	buffers_ = std::move(buffers);
	count_ = static_cast<uint32_t>(count);
	kind_ = RLC_MEMORY_CAMERA;
	return 0;
}

int FrameMemory::adopt(const libcamera::CameraConfiguration &config, const rlc_configuration &asked,
		       const rlc_plane *planes, uint32_t count, rlc_error *error)
{
	std::vector<std::unique_ptr<FrameBuffer>> imported;
	std::vector<std::vector<FrameBuffer *>> buffers;
	for (uint32_t stream = 0; stream < asked.stream_count; stream++) {
		const libcamera::StreamConfiguration &cfg = config.at(stream);
		const std::vector<PlaneLayout> layout = layoutOf(cfg);
		const uint32_t given = asked.streams[stream].plane_count;
		if (layout.size() != given)
			return fail(error, -EINVAL, "a frame of %s has %zu planes, not %u", cfg.toString().c_str(),
				    layout.size(), given);
		std::vector<FrameBuffer *> ofStream;
		for (uint32_t i = 0; i < asked.streams[stream].buffer_count; i++, planes += given) {
			std::vector<FrameBuffer::Plane> ofBuffer(given);
			for (uint32_t k = 0; k < given; k++) {
				if (planes[k].length < layout[k].length)
					return fail(error, -EINVAL, "plane %u of stream %u needs %u bytes, not %u", k,
						    stream, layout[k].length, planes[k].length);
				ofBuffer[k].fd = libcamera::SharedFD(planes[k].fd); /* a duplicate */
				ofBuffer[k].offset = planes[k].offset;
				ofBuffer[k].length = layout[k].length;
			}
			if (i >= count)
				continue;
			imported.push_back(std::make_unique<FrameBuffer>(ofBuffer));
			ofStream.push_back(imported.back().get());
		}
		buffers.push_back(std::move(ofStream));
	}

	imported_ = std::move(imported);
	buffers_ = std::move(buffers);
	count_ = count;
	kind_ = RLC_MEMORY_IMPORTED;
	return 0;
}

int FrameMemory::import(const libcamera::CameraConfiguration &config, uint32_t kind, uint32_t count, rlc_error *error)
{
	libcamera::SharedFD heap;
	if (kind == RLC_MEMORY_DMA_HEAP) {
		heap = openDmaHeap();
		if (!heap.isValid())
			return fail(error, -ENOMEM, "no heap in /dev/dma_heap can be opened: %s", std::strerror(errno));
	}

	std::vector<std::unique_ptr<FrameBuffer>> imported;
	std::vector<std::vector<FrameBuffer *>> buffers;
	for (const libcamera::StreamConfiguration &cfg : config) {
		const std::vector<PlaneLayout> layout = layoutOf(cfg);
		if (layout.empty())
			return fail(error, -EINVAL, "the camera does not tell how big a frame of %s is",
				    cfg.toString().c_str());
		const size_t size = std::max(cfg.frameSize, layout.back().offset + layout.back().length);
		std::vector<FrameBuffer *> ofStream;
		for (uint32_t i = 0; i < count; i++) {
			int fd = kind == RLC_MEMORY_DMA_HEAP ? fromDmaHeap(heap.get(), size) : fromMemfd(size);
			if (fd < 0)
				return fail(error, -ENOMEM, "no memory for %u frames of %zu bytes: %s", count, size,
					    std::strerror(errno));
			imported.push_back(makeFrameBuffer(own(fd), layout));
			ofStream.push_back(imported.back().get());
		}
		buffers.push_back(std::move(ofStream));
	}

	imported_ = std::move(imported);
	buffers_ = std::move(buffers);
	count_ = count;
	kind_ = kind;
	return 0;
}

} /* namespace rlc */
