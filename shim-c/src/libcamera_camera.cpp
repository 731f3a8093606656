/* SPDX-License-Identifier: Apache-2.0 */
/* An open camera: acquire and release, start, queue and stop, and the completions. */
#include <algorithm>
#include <cstring>
#include <fcntl.h>
#include <stdexcept>

#include <libcamera/fence.h>

#include "libcamera_camera.h"

namespace rlc
{

namespace
{

/* By name: the numbers are libcamera's own business. */
uint32_t statusOf(libcamera::FrameMetadata::Status status) noexcept
{
	switch (status) {
	case libcamera::FrameMetadata::FrameSuccess:
		return RLC_FRAME_SUCCESS;
	case libcamera::FrameMetadata::FrameError:
		return RLC_FRAME_ERROR;
	case libcamera::FrameMetadata::FrameCancelled:
		return RLC_FRAME_CANCELLED;
#if RLC_LIBCAMERA_AT_LEAST(0, 5, 2)
	case libcamera::FrameMetadata::FrameStartup:
		return RLC_FRAME_STARTUP;
#endif
	default:
		/* A newer libcamera's. */
		return RLC_FRAME_ERROR;
	}
}

/*
 * Pipelines need not fill in a buffer's metadata, the virtual one of libcamera 0.4 does not, and libcamera does not
 * initialise it: without this a frame would show what was in memory before, or the status of a capture long past. The
 * metadata of a buffer that is not queued is nobody else's; only the accessor is const.
 */
void clearMetadata(const libcamera::FrameBuffer &buffer) noexcept
{
	auto &metadata = const_cast<libcamera::FrameMetadata &>(buffer.metadata());
	metadata.status = libcamera::FrameMetadata::FrameSuccess;
	metadata.sequence = 0;
	metadata.timestamp = 0;
	for (libcamera::FrameMetadata::Plane &plane : metadata.planes())
		plane.bytesused = 0;
}

void describeFrame(const libcamera::Request &request, const libcamera::FrameBuffer &buffer,
		   const libcamera::ControlList &controls, rlc_frame_header *frame) noexcept
{
	const libcamera::FrameMetadata &metadata = buffer.metadata();
	const auto planes = metadata.planes();
	uint32_t bytes = 0;
	frame->status = statusOf(metadata.status);
	frame->sequence = metadata.sequence;
	frame->timestamp_ns = static_cast<int64_t>(metadata.timestamp);
	frame->plane_count = static_cast<uint32_t>(std::min<size_t>(planes.size(), RLC_MAX_PLANES));
	for (uint32_t i = 0; i < frame->plane_count; i++)
		bytes |= frame->bytes_used[i] = planes[i].bytesused;

	/* A good frame without a time and without a byte is one that the pipeline did not describe. */
	if (request.status() != libcamera::Request::RequestComplete || frame->status != RLC_FRAME_SUCCESS ||
	    frame->timestamp_ns || bytes)
		return;
	frame->sequence = request.sequence();
	frame->timestamp_ns = controls.get(libcamera::controls::SensorTimestamp).value_or(0);
	for (uint32_t i = 0; i < frame->plane_count; i++)
		frame->bytes_used[i] = buffer.planes()[i].length;
}

} /* namespace */

/* Lives on libcamera's thread, where its messages are handled. */
class ManagerThread::Executor : public libcamera::Object
{
      public:
	struct Task {
		const std::function<void()> *function;
		std::exception_ptr thrown;
	};

	void execute(Task *task)
	{
		try {
			(*task->function)();
		} catch (...) {
			task->thrown = std::current_exception();
		}
	}

	void queue(OpenCamera *camera, uint32_t slot)
	{
		camera->queueNow(slot);
	}
};

ManagerReference::ManagerReference()
{
	rlc_error error = {};
	if (retainManager(&manager_, &error))
		throw std::runtime_error(error.message);
}

ManagerReference::~ManagerReference()
{
	releaseManager();
}

ManagerThread::ManagerThread(libcamera::Camera *camera) : executor_(new Executor())
{
	executor_->moveToThread(camera->thread());
}

ManagerThread::~ManagerThread()
{
	/* On its own thread, as the destructor of an Object has to run. */
	executor_->deleteLater();
}

void ManagerThread::run(const std::function<void()> &function)
{
	Executor::Task task{ &function, nullptr };
	executor_->invokeMethod(&Executor::execute, libcamera::ConnectionTypeBlocking, &task);
	if (task.thrown)
		std::rethrow_exception(task.thrown);
}

void ManagerThread::queue(OpenCamera *camera, uint32_t slot)
{
	executor_->invokeMethod(&Executor::queue, libcamera::ConnectionTypeQueued, camera, slot);
}

namespace
{

/* Whether it can be pulled out while it runs, as far as libcamera tells where it is. */
bool isRemovable(const libcamera::Camera &camera)
{
	rlc_camera_info info = {};
	describeCamera(camera, &info);
	return info.location != RLC_LOCATION_FRONT && info.location != RLC_LOCATION_BACK;
}

} /* namespace */

OpenCamera::OpenCamera(std::shared_ptr<libcamera::Camera> camera)
    : camera_(std::move(camera)), managerThread_(camera_.get()), removable_(isRemovable(*camera_))
{
}

void OpenCamera::close()
{
	stop(nullptr);
	release(nullptr);
	if (!unreturned_.empty())
		forgetUnreturned();
}

int OpenCamera::failed(rlc_error *error, int code, const char *what) const
{
	if (code >= 0)
		code = -EIO;
	if (code == -ENODEV)
		return fail(error, code, "camera '%s' cannot %s: it was disconnected", camera_->id().c_str(), what);
	return fail(error, code, "camera '%s' cannot %s: %s", camera_->id().c_str(), what,
		    std::strerror(std::abs(code)));
}

int OpenCamera::acquire(rlc_error *error)
{
	int ret = camera_->acquire();
	switch (ret) {
	case 0:
		acquired_ = true;
		return 0;
	case -EBUSY:
		return fail(error, ret,
			    "camera '%s' is in use, by another program or by another part of this one; "
			    "only one can have it at a time (fuser /dev/media* /dev/video* tells which)",
			    camera_->id().c_str());
	case -EACCES:
	case -EPERM:
		return fail(error, ret,
			    "camera '%s' may not be opened by this user; is the user in the group of /dev/video* and "
			    "/dev/media*, usually 'video'?",
			    camera_->id().c_str());
	default:
		return failed(error, ret, "be acquired");
	}
}

int OpenCamera::release(rlc_error *error)
{
	if (running_)
		return fail(error, -EBUSY, "camera '%s' is running", camera_->id().c_str());
	unconfigure();
	if (!acquired_)
		return 0;
	int ret = camera_->release();
	if (ret)
		return failed(error, ret, "be released");
	acquired_ = false;
	return 0;
}

int OpenCamera::start(rlc_ring *ring, rlc_error *error)
{
	if (!session_ || running_)
		return fail(error, -EACCES, "camera '%s' is %s", camera_->id().c_str(),
			    running_ ? "running already" : "not configured");

	libcamera::ControlList controls(libcamera::controls::controls);
	if (frameDurationUs_) {
		const int64_t limits[] = { frameDurationUs_, frameDurationUs_ };
		controls.set(libcamera::controls::FrameDurationLimits, libcamera::Span<const int64_t, 2>(limits));
	}

	if (gone_.load(std::memory_order_acquire))
		return failed(error, -ENODEV, "start");
	/* Once more, as an earlier attempt to disconnect may have run out of memory. */
	disconnectSlots();
	managerThread_.run([this, ring] {
		ring_ = ring;
		camera_->requestCompleted.connect(this, &OpenCamera::requestCompleted);
		camera_->disconnected.connect(this, &OpenCamera::disconnected);
	});
	int ret = camera_->start(controls.empty() ? nullptr : &controls);
	if (ret) {
		disconnectSlots();
		return failed(error, ret, "start");
	}
	running_ = true;
	return 0;
}

/* A fence for each buffer of a request, which takes the buffers anew for that. */
int OpenCamera::putFences(uint32_t slot, int fence, rlc_error *error)
{
	libcamera::Request *request = session_->requests[slot].get();
	std::vector<std::unique_ptr<libcamera::Fence>> fences;
	for (uint32_t i = 0; i < session_->streams.size(); i++) {
		int duplicate = fcntl(fence, F_DUPFD_CLOEXEC, 3);
		if (duplicate < 0)
			return fail(error, -errno, "the fence cannot be duplicated: %s", std::strerror(errno));
		fences.push_back(std::make_unique<libcamera::Fence>(libcamera::UniqueFD(duplicate)));
	}
	request->reuse();
	for (uint32_t i = 0; i < session_->streams.size(); i++) {
		int ret = request->addBuffer(session_->streams[i].stream(), session_->memory.buffer(i, slot),
					     std::move(fences[i]));
		if (ret)
			return failed(error, ret, "add a buffer with a fence to a request");
	}
	return 0;
}

int OpenCamera::queue(uint32_t slot, const void *controls, uint32_t size, int fence, rlc_error *error)
{
	if (gone_.load(std::memory_order_acquire))
		return -ENODEV;
	if (!session_ || slot >= session_->requests.size())
		return -EINVAL;
	libcamera::Request *request = session_->requests[slot].get();
	for (uint32_t i = 0; i < session_->streams.size(); i++) {
		clearMetadata(*session_->memory.buffer(i, slot));
		/* One that was waited for in vain is left there. */
		session_->memory.buffer(i, slot)->releaseFence();
	}
	/* Also forgets the settings of last time, or of an attempt that failed. */
	request->reuse(libcamera::Request::ReuseBuffers);
	int ret = fence < 0 ? 0 : putFences(slot, fence, error);
	if (ret)
		return ret;
	ret = readControls(*camera_, controls, size, &request->controls(), error);
	if (ret)
		return ret;
	/*
	 * queueRequest() leaves the request in a message to libcamera's thread. If that sees the camera unplugged before it reads
	 * the message, the request fails in a camera that does not run any more, and libcamera aborts the process. On that
	 * thread itself nothing comes between the two.
	 */
	if (removable_) {
		managerThread_.queue(this, slot);
		return 0;
	}
	ret = camera_->queueRequest(request);
	/* Counted late, which a completion may overtake: the counters are compared only when the camera rests. */
	if (!ret)
		queued_.fetch_add(1, std::memory_order_relaxed);
	return ret;
}

void OpenCamera::queueNow(uint32_t slot) noexcept
{
	/* A camera that is gone gives nothing back. */
	if (gone_.load(std::memory_order_acquire) || !ring_)
		return;
	if (!camera_->queueRequest(session_->requests[slot].get())) {
		queued_.fetch_add(1, std::memory_order_relaxed);
		return;
	}
	rlc_slot_header *header = rlc_ring_slot(ring_, slot);
	header->status = RLC_REQUEST_CANCELLED;
	header->stream_count = 0;
	header->metadata_size = 0;
	rlc_ring_complete(ring_, slot);
}

int OpenCamera::stop(rlc_error *error)
{
	if (!running_)
		return 0;
	int ret = camera_->stop();
	disconnectSlots();
	running_ = false;
	/* Of an unplugged camera nothing is left to stop. */
	if (ret && !gone_.load(std::memory_order_acquire))
		return failed(error, ret, "stop");
	return 0;
}

void OpenCamera::disconnectSlots()
{
	managerThread_.run([this] {
		camera_->requestCompleted.disconnect(this);
		camera_->disconnected.disconnect(this);
		ring_ = nullptr;
	});
}

/* On libcamera's thread, which serves every camera: no lock, no allocation, no wait. */
void OpenCamera::requestCompleted(libcamera::Request *request) noexcept
{
	const uint32_t slot = static_cast<uint32_t>(request->cookie());
	rlc_slot_header *header = rlc_ring_slot(ring_, slot);
	const uint32_t streams = static_cast<uint32_t>(session_->streams.size());

	header->status =
		request->status() == libcamera::Request::RequestComplete ? RLC_REQUEST_COMPLETE : RLC_REQUEST_CANCELLED;
	header->stream_count = streams;
	const libcamera::ControlList &metadata = request->metadata();
	for (uint32_t i = 0; i < streams; i++)
		describeFrame(*request, *session_->memory.buffer(i, slot), metadata, &header->frames[i]);
	header->metadata_size = writeControls(metadata, reinterpret_cast<uint8_t *>(header + 1), RLC_METADATA_CAPACITY,
					      &header->metadata_dropped);

	completed_.fetch_add(1, std::memory_order_relaxed);
	/* From here on the request belongs to whoever queues the slot again. */
	rlc_ring_complete(ring_, slot);
}

void OpenCamera::disconnected() noexcept
{
	/* Before the news, so that whoever acts on it is refused. */
	gone_.store(true, std::memory_order_release);
	rlc_ring_disconnect(ring_);
}

} /* namespace rlc */
