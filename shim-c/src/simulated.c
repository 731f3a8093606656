/* SPDX-License-Identifier: Apache-2.0 */
#include "simulated.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "error.h"
#include "memory_file.h"
#include "pattern.h"
#include "ring.h"
#include "ring_memory.h"

#define DEFAULT_WIDTH 640u
#define DEFAULT_HEIGHT 480u
#define DEFAULT_BUFFERS 4u
#define MIN_SIZE 2u
#define MAX_SIZE 8192u
#define MIN_DURATION_NS INT64_C(1000000)
#define MAX_DURATION_NS INT64_C(10000000000)
/* A thread that was not run for longer than this many frames loses those that are past. */
#define MAX_FRAMES_BEHIND 8
/* How often an unpaced camera looks for the next request before it sleeps: some microseconds, less than a wake-up costs. */
#define SPINS 2000u
/* What one thread writes and the other does not is kept apart by this many bytes. */
#define CACHE_LINE 64

/* Numbers of the controls that the simulated cameras report. */
enum { SENSOR_TIMESTAMP = 1, FRAME_DURATION = 2 };

/* What the camera's thread waits for, and the word it waits on. */
enum { AWAKE = 0, FOR_REQUEST = 1, FOR_DEADLINE = 2 };

struct buffer {
	int fd;
	uint8_t *memory;
};

struct simulated {
	rlc_simulated_options options;

	/* Set by configure. */
	const rlc_pattern_format *format;
	rlc_pattern *pattern;
	uint32_t width, height;
	uint64_t buffer_size;
	uint32_t buffer_count;
	struct buffer buffers[RLC_MAX_SLOTS];
	int64_t duration_ns; /* 0: unpaced */

	/* Set by start. */
	pthread_t thread;
	rlc_ring *ring;

	/*
	 * The queued slots, in order: requests[taken..submitted). Never more than there are slots, so it cannot overflow.
	 * `submitted` is written by queue(), which the shim serialises, and read by the thread: the store publishes the entry.
	 */
	_Alignas(CACHE_LINE) uint32_t submitted;
	uint32_t requests[RLC_MAX_SLOTS];

	/* The thread's own. */
	_Alignas(CACHE_LINE) uint32_t taken;
	uint32_t sequence;

	/* Set by stop(), read by the thread. */
	_Alignas(CACHE_LINE) uint32_t stopping;
	/*
	 * AWAKE or what the thread waits for. The thread stores it and looks at `submitted` and `stopping` once more; the other
	 * side stores one of those and then looks here. Sequentially consistent, so that one of them sees the other.
	 */
	uint32_t waiting;
};

/* ---- The camera system ----------------------------------------------------------------------------------------------- */

static int simulated_open(void **self, char version[RLC_NAME_SIZE], rlc_error *error)
{
	(void)error;
	*self = NULL;
	version[0] = '\0';
	return 0;
}

static void simulated_close(void *self)
{
	(void)self;
}

/* By its pattern: options that a handle was opened with do not make it another camera. */
static void describe(const char *pattern, rlc_camera_info *info)
{
	*info = (rlc_camera_info){ .size = sizeof(*info), .kind = RLC_KIND_SIMULATED };
	snprintf(info->id, sizeof(info->id), "simulated:%s", pattern);
	snprintf(info->model, sizeof(info->model), "Simulated camera, %s", pattern);
}

static int simulated_cameras(void *self, rlc_camera_info *infos, uint32_t capacity, uint32_t *count, rlc_error *error)
{
	(void)self;
	(void)error;
	for (*count = 0; rlc_simulated_patterns[*count] != NULL; ++*count) {
		if (*count < capacity)
			describe(rlc_simulated_patterns[*count], &infos[*count]);
	}
	return 0;
}

static int simulated_camera_open(void *self, const char *id, void **camera, rlc_error *error)
{
	rlc_simulated_options options;

	(void)self;
	int ret = rlc_simulated_parse(id, &options, error);
	if (ret != 0)
		return ret;
	struct simulated *simulated = aligned_alloc(CACHE_LINE, sizeof(*simulated));
	if (simulated == NULL)
		return -ENOMEM;
	memset(simulated, 0, sizeof(*simulated));
	simulated->options = options;
	*camera = simulated;
	return 0;
}

static void simulated_camera_close(void *camera)
{
	free(camera);
}

static int simulated_info(void *camera, rlc_camera_info *info, rlc_error *error)
{
	const struct simulated *simulated = camera;

	(void)error;
	describe(simulated->options.pattern, info);
	return 0;
}

static int simulated_control_name(void *camera, uint32_t control, char *buffer, size_t size)
{
	(void)camera;
	if (control != SENSOR_TIMESTAMP && control != FRAME_DURATION)
		return -ENOENT;
	snprintf(buffer, size, "%s",
		 control == SENSOR_TIMESTAMP ? "libcamera::SensorTimestamp" : "libcamera::FrameDuration");
	return 0;
}

static int simulated_acquire(void *camera, rlc_error *error)
{
	(void)camera;
	(void)error;
	return 0;
}

/* ---- Configuration --------------------------------------------------------------------------------------------------- */

static int simulated_formats(void *camera, uint32_t role, rlc_format *formats, uint32_t capacity, uint32_t *count,
			     rlc_error *error)
{
	(void)camera;
	(void)error;
	*count = 0;
	if (role == RLC_ROLE_RAW)
		return 0;
	for (; rlc_pattern_formats[*count].name != NULL; ++*count) {
		if (*count >= capacity)
			continue;
		formats[*count] = (rlc_format){ .size = sizeof(rlc_format),
						.min_width = MIN_SIZE,
						.min_height = MIN_SIZE,
						.max_width = MAX_SIZE,
						.max_height = MAX_SIZE,
						.step_width = 2,
						.step_height = 2 };
		strcpy(formats[*count].pixel_format, rlc_pattern_formats[*count].name);
	}
	return 0;
}

static bool possible_size(uint32_t size)
{
	return size >= MIN_SIZE && size <= MAX_SIZE && size % 2 == 0;
}

static int validate_stream(rlc_stream_configuration *stream, rlc_error *error)
{
	if (stream->role == RLC_ROLE_RAW)
		return rlc_error_set(error, -EINVAL, "a simulated camera has no raw formats");
	if (stream->pixel_format[0] == '\0')
		strcpy(stream->pixel_format, rlc_pattern_formats[0].name);
	const rlc_pattern_format *format = rlc_pattern_format_of(stream->pixel_format);
	if (format == NULL)
		return rlc_error_set(
			error, -EINVAL,
			"a simulated camera has no pixel format \"%s\": there are NV12, YUYV, RGB888 and MJPEG",
			stream->pixel_format);
	if (stream->width == 0) {
		stream->width = DEFAULT_WIDTH;
		stream->height = DEFAULT_HEIGHT;
	}
	if (!possible_size(stream->width) || !possible_size(stream->height))
		return rlc_error_set(error, -EINVAL,
				     "%ux%u is not possible: width and height are even numbers from %u to %u",
				     stream->width, stream->height, MIN_SIZE, MAX_SIZE);
	if (stream->buffer_count == 0)
		stream->buffer_count = DEFAULT_BUFFERS;
	stream->stride = stream->width * format->stride_per_pixel;
	stream->frame_size = 0;
	for (uint32_t plane = 0; plane < format->plane_count; plane++)
		stream->frame_size += rlc_pattern_plane_size(format, stream->width, stream->height, plane);
	return 0;
}

static void validate_duration(const struct simulated *simulated, rlc_configuration *configuration)
{
	int64_t asked = configuration->frame_duration_ns;
	int64_t duration = asked;

	if (simulated->options.unpaced)
		duration = 0;
	else if (asked == 0)
		duration = INT64_C(1000000000) / simulated->options.fps;
	else if (asked < MIN_DURATION_NS)
		duration = MIN_DURATION_NS;
	else if (asked > MAX_DURATION_NS)
		duration = MAX_DURATION_NS;
	configuration->frame_duration_ns = duration;
	if (asked != 0 && asked != duration)
		configuration->adjusted |= RLC_ADJUSTED_FRAME_RATE;
}

static int simulated_validate(void *camera, rlc_configuration *configuration, rlc_error *error)
{
	if (configuration->stream_count != 1)
		return rlc_error_set(error, -EINVAL, "a simulated camera has one stream, not %u",
				     configuration->stream_count);
	if (configuration->memory == RLC_MEMORY_DMA_HEAP)
		return rlc_error_set(error, -ENOTSUP,
				     "a simulated camera cannot use a dma-heap: its memory is always memfd");
	int ret = validate_stream(&configuration->streams[0], error);
	if (ret == 0)
		validate_duration(camera, configuration);
	return ret;
}

static void simulated_unconfigure(void *camera)
{
	struct simulated *simulated = camera;

	for (uint32_t i = 0; i < simulated->buffer_count; i++) {
		munmap(simulated->buffers[i].memory, simulated->buffer_size);
		close(simulated->buffers[i].fd);
	}
	simulated->buffer_count = 0;
	rlc_pattern_destroy(simulated->pattern);
	simulated->pattern = NULL;
}

static int simulated_release(void *camera, rlc_error *error)
{
	(void)camera;
	(void)error;
	return 0;
}

static int add_buffer(struct simulated *simulated)
{
	int fd = rlc_memory_file("rlc-simulated", simulated->buffer_size);
	if (fd < 0)
		return fd;
	void *memory = mmap(NULL, simulated->buffer_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (memory == MAP_FAILED) {
		close(fd);
		return -ENOMEM;
	}
	simulated->buffers[simulated->buffer_count++] = (struct buffer){ fd, memory };
	return 0;
}

static int simulated_configure(void *camera, rlc_configuration *configuration, rlc_error *error)
{
	struct simulated *simulated = camera;
	rlc_stream_configuration *stream = &configuration->streams[0];

	int ret = simulated_validate(camera, configuration, error);
	if (ret != 0)
		return ret;
	simulated->format = rlc_pattern_format_of(stream->pixel_format);
	simulated->width = stream->width;
	simulated->height = stream->height;
	simulated->duration_ns = configuration->frame_duration_ns;
	simulated->buffer_size = stream->frame_size;

	uint64_t machine = (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE);
	if (stream->buffer_count * simulated->buffer_size > machine / 2)
		return rlc_error_set(error, -ENOMEM,
				     "%u buffers of %u bytes are more than half of this machine's memory",
				     stream->buffer_count, stream->frame_size);

	simulated->pattern =
		rlc_pattern_create(simulated->options.pattern, simulated->format, stream->width, stream->height);
	if (simulated->pattern == NULL)
		ret = -ENOMEM;
	while (ret == 0 && simulated->buffer_count < stream->buffer_count)
		ret = add_buffer(simulated);
	if (ret != 0) {
		simulated_unconfigure(simulated);
		return rlc_error_set(error, ret, "cannot make %u buffers of %u bytes: %s", stream->buffer_count,
				     stream->frame_size, strerror(-ret));
	}
	stream->plane_count = simulated->format->plane_count;
	configuration->memory = RLC_MEMORY_MEMFD;
	configuration->slot_count = stream->buffer_count;
	return 0;
}

static int simulated_plane(void *camera, uint32_t slot, uint32_t stream, uint32_t plane, rlc_plane *out,
			   rlc_error *error)
{
	const struct simulated *simulated = camera;
	const rlc_pattern_format *format = simulated->format;

	(void)stream;
	(void)error;
	uint32_t first = rlc_pattern_plane_size(format, simulated->width, simulated->height, 0);
	*out = (rlc_plane){ .size = sizeof(*out),
			    .fd = simulated->buffers[slot].fd,
			    .offset = plane == 0 ? 0 : first,
			    .length = rlc_pattern_plane_size(format, simulated->width, simulated->height, plane),
			    .stride = simulated->width * format->stride_per_pixel };
	return 0;
}

/* ---- The camera's thread --------------------------------------------------------------------------------------------- */

static bool has_request(const struct simulated *simulated)
{
	return __atomic_load_n(&simulated->submitted, __ATOMIC_SEQ_CST) != simulated->taken;
}

static bool is_stopping(const struct simulated *simulated)
{
	return __atomic_load_n(&simulated->stopping, __ATOMIC_SEQ_CST) != 0;
}

static uint32_t take_request(struct simulated *simulated)
{
	return simulated->requests[simulated->taken++ % RLC_MAX_SLOTS];
}

/* Adds an int64 control to a slot's metadata. */
static void add_int64(rlc_slot_header *header, uint32_t control, int64_t value)
{
	char *out = (char *)(header + 1) + header->metadata_size;
	const rlc_control_entry entry = { control, RLC_TYPE_INT64, 0, 1, sizeof(value) };

	memcpy(out, &entry, sizeof(entry));
	memcpy(out + sizeof(entry), &value, sizeof(value));
	header->metadata_size += sizeof(entry) + sizeof(value);
}

static void complete(struct simulated *simulated, int64_t timestamp_ns, int64_t duration_ns)
{
	uint32_t slot = take_request(simulated);
	rlc_slot_header *header = rlc_ring_slot(simulated->ring, slot);
	rlc_frame_header *frame = &header->frames[0];

	*frame = (rlc_frame_header){ .status = RLC_FRAME_SUCCESS,
				     .sequence = simulated->sequence,
				     .timestamp_ns = timestamp_ns,
				     .plane_count = simulated->format->plane_count };
	rlc_pattern_render(simulated->pattern, simulated->sequence, simulated->buffers[slot].memory, frame->bytes_used);
	header->status = RLC_REQUEST_COMPLETE;
	header->stream_count = 1;
	header->metadata_size = 0;
	header->metadata_dropped = 0;
	add_int64(header, SENSOR_TIMESTAMP, timestamp_ns);
	add_int64(header, FRAME_DURATION, duration_ns / 1000);
	rlc_ring_complete(simulated->ring, slot);
}

static void cancel(struct simulated *simulated)
{
	uint32_t slot = take_request(simulated);
	rlc_slot_header *header = rlc_ring_slot(simulated->ring, slot);

	header->status = RLC_REQUEST_CANCELLED;
	header->stream_count = 1;
	header->metadata_size = 0;
	header->metadata_dropped = 0;
	header->frames[0] =
		(rlc_frame_header){ .status = RLC_FRAME_CANCELLED, .plane_count = simulated->format->plane_count };
	rlc_ring_complete(simulated->ring, slot);
}

/* Sleeps until somebody wakes the thread, or until DEADLINE, if there is one. May return early. */
static void sleep_once(struct simulated *simulated, uint32_t reason, const struct timespec *deadline)
{
	__atomic_store_n(&simulated->waiting, reason, __ATOMIC_SEQ_CST);
	if (!is_stopping(simulated) && (reason == FOR_DEADLINE || !has_request(simulated)))
		syscall(RLC_FUTEX, &simulated->waiting, FUTEX_WAIT_BITSET_PRIVATE, reason, deadline, NULL,
			FUTEX_BITSET_MATCH_ANY);
	__atomic_store_n(&simulated->waiting, AWAKE, __ATOMIC_SEQ_CST);
}

static void wake_thread(struct simulated *simulated)
{
	__atomic_store_n(&simulated->waiting, AWAKE, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &simulated->waiting, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

/* A real sensor's rhythm: at every tick there is a frame, and it is lost where no request waits for it. */
static void run_paced(struct simulated *simulated)
{
	int64_t duration = simulated->duration_ns;

	for (int64_t deadline = rlc_now_ns() + duration;; deadline += duration, simulated->sequence++) {
		const struct timespec at = { .tv_sec = deadline / 1000000000, .tv_nsec = deadline % 1000000000 };
		while (rlc_now_ns() < deadline && !is_stopping(simulated))
			sleep_once(simulated, FOR_DEADLINE, &at);
		if (is_stopping(simulated))
			return;

		int64_t now = rlc_now_ns();
		int64_t behind = (now - deadline) / duration;
		if (behind > MAX_FRAMES_BEHIND) {
			deadline += behind * duration;
			simulated->sequence += (uint32_t)behind;
		}
		if (has_request(simulated))
			complete(simulated, now, duration);
	}
}

static void run_unpaced(struct simulated *simulated)
{
	int64_t previous = rlc_now_ns();

	for (uint32_t spins = 0; !is_stopping(simulated);) {
		if (has_request(simulated)) {
			int64_t now = rlc_now_ns();
			complete(simulated, now, now - previous);
			simulated->sequence++;
			previous = now;
			spins = 0;
		} else if (++spins > SPINS) {
			sleep_once(simulated, FOR_REQUEST, NULL);
			spins = 0;
		}
	}
}

static void *run(void *camera)
{
	struct simulated *simulated = camera;

	if (simulated->duration_ns == 0)
		run_unpaced(simulated);
	else
		run_paced(simulated);
	/* Here, so that the ring has one producer. Nothing is queued any more. */
	while (has_request(simulated))
		cancel(simulated);
	return NULL;
}

/* ---- Start, queue, stop ---------------------------------------------------------------------------------------------- */

static int simulated_start(void *camera, struct rlc_ring *ring, rlc_error *error)
{
	struct simulated *simulated = camera;
	sigset_t all, before;

	simulated->ring = ring;
	simulated->submitted = simulated->taken = simulated->sequence = 0;
	simulated->stopping = 0;
	simulated->waiting = AWAKE;
	/* Signals are the application's: its own threads take them. But a fault of this thread is to be reported as such. */
	sigfillset(&all);
	sigdelset(&all, SIGSEGV);
	sigdelset(&all, SIGBUS);
	sigdelset(&all, SIGFPE);
	sigdelset(&all, SIGILL);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int reason = pthread_create(&simulated->thread, NULL, run, simulated);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (reason != 0)
		return rlc_error_set(error, -reason, "cannot start the camera's thread: %s", strerror(reason));
	pthread_setname_np(simulated->thread, "rlc-simulated");
	return 0;
}

static int simulated_queue(void *camera, uint32_t slot)
{
	struct simulated *simulated = camera;
	uint32_t submitted = simulated->submitted;

	simulated->requests[submitted % RLC_MAX_SLOTS] = slot;
	__atomic_store_n(&simulated->submitted, submitted + 1, __ATOMIC_SEQ_CST);
	/* A paced camera looks for requests at its next tick. */
	if (__atomic_load_n(&simulated->waiting, __ATOMIC_SEQ_CST) == FOR_REQUEST)
		wake_thread(simulated);
	return 0;
}

static int simulated_stop(void *camera, rlc_error *error)
{
	struct simulated *simulated = camera;

	(void)error;
	__atomic_store_n(&simulated->stopping, 1u, __ATOMIC_SEQ_CST);
	wake_thread(simulated);
	pthread_join(simulated->thread, NULL);
	return 0;
}

const rlc_backend *rlc_simulated_backend(void)
{
	static const rlc_backend backend = {
		.size = sizeof(rlc_backend),
		.version = RLC_BACKEND_VERSION,
		.open = simulated_open,
		.close = simulated_close,
		.cameras = simulated_cameras,
		.camera_open = simulated_camera_open,
		.camera_close = simulated_camera_close,
		.info = simulated_info,
		.formats = simulated_formats,
		.validate = simulated_validate,
		.acquire = simulated_acquire,
		.release = simulated_release,
		.configure = simulated_configure,
		.unconfigure = simulated_unconfigure,
		.plane = simulated_plane,
		.start = simulated_start,
		.queue = simulated_queue,
		.stop = simulated_stop,
		.control_name = simulated_control_name,
	};
	return &backend;
}
