/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The floor to measure against: frames/s of libcamera where the completion slot does nothing but queue the request again.
 *
 *   raw-loop CAMERA WIDTH HEIGHT BUFFERS allocator|memfd WARM-UP SECONDS
 *
 * Prints "result FRAMES SECONDS CPU-SECONDS BUFFERS" of the time after the warm-up.
 */
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <sys/mman.h>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <libcamera/libcamera.h>

using namespace libcamera;

namespace
{

struct Moment {
	long frames;
	double seconds, cpuSeconds;
};

std::shared_ptr<Camera> camera;
std::atomic<long> completed{ 0 };

[[noreturn]] void die(const char *what)
{
	std::fprintf(stderr, "raw-loop: %s\n", what);
	std::exit(1);
}

void requestCompleted(Request *request)
{
	if (request->status() == Request::RequestCancelled)
		return;
	completed.fetch_add(1, std::memory_order_relaxed);
	request->reuse(Request::ReuseBuffers);
	camera->queueRequest(request);
}

double toSeconds(const timeval &time)
{
	return time.tv_sec + time.tv_usec / 1e6;
}

Moment now()
{
	rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	const std::chrono::duration<double> time = std::chrono::steady_clock::now().time_since_epoch();
	return { completed, time.count(), toSeconds(usage.ru_utime) + toSeconds(usage.ru_stime) };
}

/* As the virtual pipeline lays NV12 out: both planes in one memory, one after the other. */
std::unique_ptr<FrameBuffer> inMemfd(unsigned int width, unsigned int height)
{
	const unsigned int luma = width * height;
	int fd = memfd_create("raw-loop", MFD_CLOEXEC);
	if (fd < 0 || ftruncate(fd, luma + luma / 2) != 0)
		die("no memfd");
	const SharedFD shared(std::move(fd));
	std::vector<FrameBuffer::Plane> planes(2);
	planes[0] = { shared, 0, luma };
	planes[1] = { shared, luma, luma / 2 };
	return std::make_unique<FrameBuffer>(planes);
}

void sleepFor(const char *seconds)
{
	std::this_thread::sleep_for(std::chrono::duration<double>(std::atof(seconds)));
}

} /* namespace */

int main(int argc, char **argv)
{
	if (argc != 8)
		die("arguments: CAMERA WIDTH HEIGHT BUFFERS allocator|memfd WARM-UP SECONDS");
	const unsigned int width = std::atoi(argv[2]), height = std::atoi(argv[3]), count = std::atoi(argv[4]);

	CameraManager manager;
	if (manager.start() || !(camera = manager.get(argv[1])) || camera->acquire())
		die("no such camera");
	const std::vector<StreamRole> roles{ StreamRole::Viewfinder };
	std::unique_ptr<CameraConfiguration> config = camera->generateConfiguration(roles);
	config->at(0).size = Size(width, height);
	config->at(0).bufferCount = count;
	if (config->validate() == CameraConfiguration::Invalid || camera->configure(config.get()) ||
	    config->at(0).size != Size(width, height))
		die("no such size");
	Stream *stream = config->at(0).stream();

	FrameBufferAllocator allocator(camera);
	std::vector<std::unique_ptr<FrameBuffer>> imported;
	std::vector<FrameBuffer *> buffers;
	if (std::strcmp(argv[5], "memfd") == 0) {
		for (unsigned int i = 0; i < count; i++)
			imported.push_back(inMemfd(width, height));
		for (const auto &buffer : imported)
			buffers.push_back(buffer.get());
	} else {
		if (allocator.allocate(stream) <= 0)
			die("the camera allocates no buffers");
		for (const auto &buffer : allocator.buffers(stream))
			buffers.push_back(buffer.get());
	}

	std::vector<std::unique_ptr<Request>> requests;
	for (FrameBuffer *buffer : buffers) {
		requests.push_back(camera->createRequest());
		requests.back()->addBuffer(stream, buffer);
	}
	camera->requestCompleted.connect(requestCompleted);
	camera->start();
	for (const auto &request : requests)
		camera->queueRequest(request.get());

	sleepFor(argv[6]);
	const Moment begin = now();
	sleepFor(argv[7]);
	const Moment end = now();
	std::printf("result %ld %.6f %.6f %zu\n", end.frames - begin.frames, end.seconds - begin.seconds,
		    end.cpuSeconds - begin.cpuSeconds, buffers.size());

	/* Requests are queued again until the stop refuses them, and that is logged. */
	logSetTarget(LoggingTargetNone);
	camera->stop();
	requests.clear();
	imported.clear();
	allocator.free(stream);
	camera->release();
	camera.reset();
	manager.stop();
}
