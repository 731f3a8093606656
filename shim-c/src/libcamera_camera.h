/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RLC_LIBCAMERA_CAMERA_H
#define RLC_LIBCAMERA_CAMERA_H

#include <atomic>
#include <functional>

#include "libcamera_part.h"
#include "ring.h"

namespace rlc
{

/* Another reference to a CameraManager that runs, so that no open camera outlives it, whatever is closed first. */
class ManagerReference
{
      public:
	ManagerReference();
	~ManagerReference();

	ManagerReference(const ManagerReference &) = delete;
	ManagerReference &operator=(const ManagerReference &) = delete;

	libcamera::CameraManager *operator->() const
	{
		return manager_;
	}

      private:
	libcamera::CameraManager *manager_;
};

class OpenCamera;

/* Runs functions on the thread of libcamera's CameraManager. */
class ManagerThread
{
      public:
	explicit ManagerThread(libcamera::Camera *camera);
	~ManagerThread();

	ManagerThread(const ManagerThread &) = delete;
	ManagerThread &operator=(const ManagerThread &) = delete;

	/* Waits until FUNCTION has run, and throws what it threw. */
	void run(const std::function<void()> &function);
	/* Has CAMERA queue SLOT, and does not wait for that. */
	void queue(OpenCamera *camera, uint32_t slot);

      private:
	class Executor;

	Executor *executor_;
};

/*
 * One open handle on a camera. Thread-bound as backend.h says: calls are serialised by the caller, but for queue(),
 * which may run beside any call that is legal while the camera runs, except start() and stop().
 *
 * requestCompleted() and disconnected() run on libcamera's thread. What they touch is handed over by running on that
 * thread: start() connects them there and stop() disconnects them there, so neither can run after stop() has returned,
 * even where the camera was unplugged and libcamera's stop waited for nothing. Disconnecting from another thread would
 * free a slot that may be running.
 */
class OpenCamera
{
      public:
	explicit OpenCamera(std::shared_ptr<libcamera::Camera> camera);

	OpenCamera(const OpenCamera &) = delete;
	OpenCamera &operator=(const OpenCamera &) = delete;

	const libcamera::Camera &camera() const
	{
		return *camera_;
	}

	int formats(uint32_t role, rlc_format *formats, uint32_t capacity, uint32_t *count, rlc_error *error);
	int validate(rlc_configuration *configuration, rlc_error *error);
	int acquire(rlc_error *error);
	int release(rlc_error *error);
	int configure(rlc_configuration *configuration, const rlc_plane *planes, rlc_error *error);
	void unconfigure();
	int plane(uint32_t slot, uint32_t stream, uint32_t plane, rlc_plane *out, rlc_error *error) const;
	int start(rlc_ring *ring, rlc_error *error);
	/* FENCE: a descriptor, or -1. */
	int queue(uint32_t slot, const void *controls, uint32_t size, int fence, rlc_error *error);
	int stop(rlc_error *error);

	/* On libcamera's thread. */
	void queueNow(uint32_t slot) noexcept;

	/* Stops and releases as needed. Only after it has returned may the object be destroyed. */
	void close();

      private:
	/*
	 * What configure makes. The requests are made once, reused, and never destroyed while libcamera may still look
	 * at them; declared last, they go before the buffers they name.
	 */
	struct Session {
		std::vector<libcamera::StreamConfiguration> streams;
		FrameMemory memory;
		std::vector<std::unique_ptr<libcamera::Request>> requests;
	};

	/* The result of a negotiation, and what the caller had asked for. */
	struct Negotiated {
		std::unique_ptr<libcamera::CameraConfiguration> config;
		rlc_configuration asked;
	};

	int generate(const rlc_configuration &asked, std::unique_ptr<libcamera::CameraConfiguration> *config,
		     rlc_error *error);
	int negotiate(rlc_configuration *configuration, Negotiated *negotiated, rlc_error *error);
	uint32_t importedCount(const Negotiated &negotiated) const;
	uint32_t clampFrameDuration(rlc_configuration *configuration, int64_t asked) const;
	int makeRequests(Session *session, const libcamera::CameraConfiguration &config, rlc_error *error);
	int failed(rlc_error *error, int code, const char *what) const;

	void forgetUnreturned();
	int putFences(uint32_t slot, int fence, rlc_error *error);
	void disconnectSlots();
	void requestCompleted(libcamera::Request *request) noexcept;
	void disconnected() noexcept;

	ManagerReference manager_; /* first, so that it goes last */
	std::shared_ptr<libcamera::Camera> camera_;
	ManagerThread managerThread_;
	const bool removable_;
	std::unique_ptr<Session> session_;
	/* Those of which an unplugged camera has not given back all requests. */
	std::vector<std::unique_ptr<Session>> unreturned_;
	int64_t frameDurationUs_ = 0; /* 0: the camera's default */
	bool acquired_ = false;
	bool running_ = false;

	/* libcamera's thread only, between the hand-overs in start() and stop(). */
	rlc_ring *ring_ = nullptr;
	/* Set once, by disconnected() on libcamera's thread; read by queue(). */
	std::atomic<bool> gone_{ false };
	/* Requests that queue() gave to libcamera and that requestCompleted() got back. Compared at rest only. */
	std::atomic<uint64_t> queued_{ 0 };
	std::atomic<uint64_t> completed_{ 0 };
};

} /* namespace rlc */

#endif /* RLC_LIBCAMERA_CAMERA_H */
