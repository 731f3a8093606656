/* SPDX-License-Identifier: Apache-2.0 */
#include "simulated_camera.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "error.h"
#include "memory_file.h"
#include "ring_memory.h"
#include "simulated_presence.h"
#include "simulated_properties.h"

#define DEFAULT_WIDTH 640u
#define DEFAULT_HEIGHT 480u
#define DEFAULT_BUFFERS 4u
#define MIN_SIZE 2u
#define MAX_SIZE RLC_SIMULATED_PIXELS
#define BIT_DEPTH 8u
#define UPRIGHT 1u

/* ---- The camera system ----------------------------------------------------------------------------------------------- */

static int simulated_open(void **self, char version[RLC_NAME_SIZE], const rlc_host *host, rlc_error *error)
{
	(void)host;
	(void)error;
	*self = NULL;
	version[0] = '\0';
	return 0;
}

static void simulated_close(void *self)
{
	(void)self;
}

static int simulated_cameras(void *self, rlc_camera_info *infos, uint32_t capacity, uint32_t *count, rlc_error *error)
{
	uint64_t plug;

	(void)self;
	*count = 0;
	for (const char *const *pattern = rlc_simulated_patterns; *pattern != NULL; pattern++) {
		if (rlc_simulated_presence(*pattern, &plug, error) != 0)
			continue;
		if (*count < capacity)
			rlc_simulated_describe(*pattern, 0, &infos[*count]);
		++*count;
	}
	return 0;
}

static int simulated_camera_open(void *self, const char *id, void **camera, rlc_error *error)
{
	rlc_simulated_options options;
	uint64_t plug;

	(void)self;
	int ret = rlc_simulated_parse(id, &options, error);
	if (ret != 0)
		return ret;
	if (options.plug)
		rlc_simulated_plug(options.pattern);
	ret = rlc_simulated_presence(options.pattern, &plug, error);
	if (ret != 0)
		return ret;
	struct simulated *simulated = aligned_alloc(CACHE_LINE, sizeof(*simulated));
	if (simulated == NULL)
		return -ENOMEM;
	memset(simulated, 0, sizeof(*simulated));
	strcpy(simulated->id, id);
	simulated->options = options;
	simulated->plug = plug;
	*camera = simulated;
	return 0;
}

int rlc_simulated_check_plug(const struct simulated *simulated, rlc_error *error)
{
	uint64_t plug;

	int ret = rlc_simulated_presence(simulated->options.pattern, &plug, error);
	if (ret == 0 && plug != simulated->plug)
		ret = rlc_error_set(error, -ENODEV,
				    "the camera simulated:%s was disconnected and is back: it has to be opened again",
				    simulated->options.pattern);
	return ret;
}

static void simulated_camera_close(void *camera)
{
	free(camera);
}

static int simulated_info(void *camera, rlc_camera_info *info, rlc_error *error)
{
	const struct simulated *simulated = camera;

	(void)error;
	rlc_simulated_describe(simulated->options.pattern, simulated->options.number, info);
	return 0;
}

static int simulated_acquire(void *camera, rlc_error *error)
{
	return rlc_simulated_check_plug(camera, error);
}

/* ---- Configuration --------------------------------------------------------------------------------------------------- */

static bool is_for(const rlc_pattern_format *format, uint32_t role)
{
	return format->is_raw == (role == RLC_ROLE_RAW);
}

static int simulated_formats(void *camera, uint32_t role, rlc_format *formats, uint32_t capacity, uint32_t *count,
			     rlc_error *error)
{
	(void)camera;
	(void)error;
	*count = 0;
	for (const rlc_pattern_format *format = rlc_pattern_formats; format->name != NULL; format++) {
		if (!is_for(format, role) || (*count)++ >= capacity)
			continue;
		rlc_format *out = &formats[*count - 1];
		*out = (rlc_format){ .size = sizeof(rlc_format),
				     .min_width = MIN_SIZE,
				     .min_height = MIN_SIZE,
				     .max_width = MAX_SIZE,
				     .max_height = MAX_SIZE,
				     .step_width = 2,
				     .step_height = 2 };
		strcpy(out->pixel_format, format->name);
	}
	return 0;
}

static bool possible_size(uint32_t size)
{
	return size >= MIN_SIZE && size <= MAX_SIZE && size % 2 == 0;
}

static int refuse_format(const rlc_stream_configuration *stream, rlc_error *error)
{
	char there[RLC_MESSAGE_SIZE / 2] = "";

	for (const rlc_pattern_format *format = rlc_pattern_formats; format->name != NULL; format++)
		if (is_for(format, stream->role)) {
			strcat(there, there[0] == '\0' ? "" : ", ");
			strcat(there, format->name);
		}
	return rlc_error_set(error, -EINVAL, "a simulated camera has no pixel format \"%s\" for %s stream: there is %s",
			     stream->pixel_format, stream->role == RLC_ROLE_RAW ? "a raw" : "this", there);
}

static int validate_stream(rlc_stream_configuration *stream, rlc_error *error)
{
	const rlc_pattern_format *format = rlc_pattern_formats;

	if (stream->pixel_format[0] != '\0')
		format = rlc_pattern_format_of(stream->pixel_format);
	else
		while (!is_for(format, stream->role))
			format++;
	if (format == NULL || !is_for(format, stream->role))
		return refuse_format(stream, error);
	strcpy(stream->pixel_format, format->name);
	if (stream->width == 0) {
		stream->width = DEFAULT_WIDTH;
		stream->height = DEFAULT_HEIGHT;
	}
	if (!possible_size(stream->width) || !possible_size(stream->height))
		return rlc_error_set(error, -EINVAL,
				     "%ux%u is not possible: width and height are even numbers from %u to %u",
				     stream->width, stream->height, MIN_SIZE, MAX_SIZE);
	stream->stride = rlc_pattern_stride(format, stream->width, 0);
	stream->frame_size = 0;
	for (uint32_t plane = 0; plane < format->plane_count; plane++)
		stream->frame_size += rlc_pattern_plane_size(format, stream->width, stream->height, plane);
	return 0;
}

/* Each format has one. */
static void validate_color_space(rlc_stream_configuration *stream, uint32_t *adjusted)
{
	const rlc_color_space *only = &rlc_pattern_format_of(stream->pixel_format)->color_space;

	if (stream->color_space.primaries != 0 && memcmp(&stream->color_space, only, sizeof(*only)) != 0)
		*adjusted |= RLC_ADJUSTED_COLOR_SPACE;
	stream->color_space = *only;
}

static void one_if_zero(uint32_t *number)
{
	if (*number == 0)
		*number = 1;
}

/* A sensor of 8 bits, which makes no difference otherwise. */
static void validate_sensor(rlc_sensor_configuration *sensor, uint32_t *adjusted)
{
	if (sensor->bit_depth == 0) {
		*sensor = (rlc_sensor_configuration){ 0 };
		return;
	}
	if (sensor->bit_depth != BIT_DEPTH)
		*adjusted |= RLC_ADJUSTED_SENSOR;
	sensor->bit_depth = BIT_DEPTH;
	one_if_zero(&sensor->bin_x);
	one_if_zero(&sensor->bin_y);
	one_if_zero(&sensor->skip_x_odd);
	one_if_zero(&sensor->skip_x_even);
	one_if_zero(&sensor->skip_y_odd);
	one_if_zero(&sensor->skip_y_even);
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

/* A request has a buffer of each stream, so there are as many of each: the fewest that are asked for. */
static void validate_buffer_counts(rlc_configuration *configuration)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < configuration->stream_count; i++) {
		uint32_t asked = configuration->streams[i].buffer_count;
		if (asked != 0 && (count == 0 || asked < count))
			count = asked;
	}
	for (uint32_t i = 0; i < configuration->stream_count; i++) {
		uint32_t *asked = &configuration->streams[i].buffer_count;
		if (*asked != 0 && *asked != count)
			configuration->adjusted |= RLC_ADJUSTED_BUFFER_COUNT;
		*asked = count != 0 ? count : DEFAULT_BUFFERS;
	}
}

static int simulated_validate(void *camera, rlc_configuration *configuration, rlc_error *error)
{
	int ret = rlc_simulated_check_plug(camera, error);
	if (ret != 0)
		return ret;
	if (configuration->memory == RLC_MEMORY_DMA_HEAP)
		return rlc_error_set(error, -ENOTSUP,
				     "a simulated camera cannot use a dma-heap: its memory is always memfd");
	for (uint32_t i = 0; i < configuration->stream_count && ret == 0; i++)
		ret = validate_stream(&configuration->streams[i], error);
	if (ret != 0)
		return ret;
	for (uint32_t i = 0; i < configuration->stream_count; i++)
		validate_color_space(&configuration->streams[i], &configuration->adjusted);
	if (configuration->orientation != 0 && configuration->orientation != UPRIGHT)
		configuration->adjusted |= RLC_ADJUSTED_ORIENTATION;
	configuration->orientation = UPRIGHT;
	validate_sensor(&configuration->sensor, &configuration->adjusted);
	validate_buffer_counts(configuration);
	validate_duration(camera, configuration);
	return 0;
}

static void free_stream(struct stream *stream)
{
	for (; stream->buffer_count > 0; stream->buffer_count--) {
		struct buffer *buffer = &stream->buffers[stream->buffer_count - 1];
		for (; buffer->mapping_count > 0; buffer->mapping_count--) {
			const struct mapping *mapping = &buffer->mappings[buffer->mapping_count - 1];
			munmap(mapping->memory, mapping->size);
			close(mapping->fd);
		}
	}
	rlc_pattern_destroy(stream->pattern);
	stream->pattern = NULL;
}

static void simulated_unconfigure(void *camera)
{
	struct simulated *simulated = camera;

	for (; simulated->stream_count > 0; simulated->stream_count--)
		free_stream(&simulated->streams[simulated->stream_count - 1]);
}

static int simulated_release(void *camera, rlc_error *error)
{
	(void)camera;
	(void)error;
	return 0;
}

/* Maps the first SIZE bytes of FD, which is the buffer's from here on. */
static int add_mapping(struct buffer *buffer, int fd, uint64_t size)
{
	if (fd < 0)
		return fd;
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (memory == MAP_FAILED) {
		int reason = errno;
		close(fd);
		return -reason;
	}
	buffer->mappings[buffer->mapping_count++] = (struct mapping){ fd, memory, size };
	return 0;
}

static void set_plane(struct buffer *buffer, const struct stream *stream, uint32_t plane, uint32_t offset)
{
	const struct mapping *mapping = &buffer->mappings[buffer->mapping_count - 1];

	buffer->pixels[plane] = (uint8_t *)mapping->memory + offset;
	buffer->planes[plane] =
		(rlc_plane){ .size = sizeof(rlc_plane),
			     .fd = mapping->fd,
			     .offset = offset,
			     .length = rlc_pattern_plane_size(stream->format, stream->width, stream->height, plane),
			     .stride = rlc_pattern_stride(stream->format, stream->width, plane) };
}

/* A buffer of the camera's own: all planes one behind the other. */
static int make_buffer(struct buffer *buffer, const struct stream *stream, uint64_t size)
{
	uint32_t offset = 0;

	int ret = add_mapping(buffer, rlc_memory_file("rlc-simulated", size), size);
	for (uint32_t plane = 0; plane < stream->format->plane_count && ret == 0; plane++) {
		set_plane(buffer, stream, plane, offset);
		offset += buffer->planes[plane].length;
	}
	return ret;
}

static int import_buffer(struct buffer *buffer, const struct stream *stream, const rlc_plane *planes)
{
	int ret = 0;

	for (uint32_t plane = 0; plane < stream->format->plane_count && ret == 0; plane++) {
		int fd = fcntl(planes[plane].fd, F_DUPFD_CLOEXEC, 3);
		ret = add_mapping(buffer, fd < 0 ? -errno : fd, (uint64_t)planes[plane].offset + planes[plane].length);
		if (ret == 0)
			set_plane(buffer, stream, plane, planes[plane].offset);
	}
	return ret;
}

/* The next stream of those that are configured. PLANES: of its imported buffers, or NULL. */
static int add_stream(struct simulated *simulated, rlc_stream_configuration *configuration, const rlc_plane *planes)
{
	struct stream *stream = &simulated->streams[simulated->stream_count++];
	const rlc_pattern_format *format = rlc_pattern_format_of(configuration->pixel_format);
	int ret = 0;

	*stream = (struct stream){ .format = format, .width = configuration->width, .height = configuration->height };
	stream->pattern = rlc_pattern_create(simulated->options.pattern, format, stream->width, stream->height,
					     simulated->streams[0].pattern);
	if (stream->pattern == NULL)
		ret = -ENOMEM;
	while (ret == 0 && stream->buffer_count < configuration->buffer_count) {
		struct buffer *buffer = &stream->buffers[stream->buffer_count];
		ret = planes == NULL
			      ? make_buffer(buffer, stream, configuration->frame_size)
			      : import_buffer(buffer, stream, planes + stream->buffer_count * format->plane_count);
		stream->buffer_count++;
	}
	configuration->plane_count = format->plane_count;
	return ret;
}

static int check_imported(const rlc_configuration *configuration, const rlc_plane *planes, rlc_error *error)
{
	for (uint32_t i = 0; i < configuration->stream_count; i++) {
		const rlc_stream_configuration *stream = &configuration->streams[i];
		const rlc_pattern_format *format = rlc_pattern_format_of(stream->pixel_format);
		if (stream->plane_count != format->plane_count)
			return rlc_error_set(error, -EINVAL, "a frame of %s has %u planes, not %u", format->name,
					     format->plane_count, stream->plane_count);
		for (uint32_t k = 0; k < stream->buffer_count * stream->plane_count; k++, planes++) {
			uint32_t plane = k % stream->plane_count;
			uint32_t needed = rlc_pattern_plane_size(format, stream->width, stream->height, plane);
			if (planes->length < needed)
				return rlc_error_set(error, -EINVAL, "plane %u of stream %u needs %u bytes, not %u",
						     plane, i, needed, planes->length);
		}
	}
	return 0;
}

static int simulated_configure(void *camera, rlc_configuration *configuration, const rlc_plane *planes,
			       rlc_error *error)
{
	struct simulated *simulated = camera;
	uint64_t frame_size = 0;

	int ret = simulated_validate(camera, configuration, error);
	if (ret == 0 && planes != NULL)
		ret = check_imported(configuration, planes, error);
	if (ret != 0)
		return ret;
	const uint32_t slots = configuration->streams[0].buffer_count;
	for (uint32_t i = 0; i < configuration->stream_count; i++)
		frame_size += configuration->streams[i].frame_size;
	uint64_t machine = (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE);
	if (slots * frame_size > machine / 2)
		return rlc_error_set(error, -ENOMEM,
				     "%u buffers of %" PRIu64 " bytes are more than half of this machine's memory",
				     slots, frame_size);

	simulated->duration_ns = configuration->frame_duration_ns;
	for (uint32_t i = 0; i < configuration->stream_count && ret == 0; i++) {
		rlc_stream_configuration *stream = &configuration->streams[i];
		ret = add_stream(simulated, stream, planes);
		if (planes != NULL)
			planes += stream->buffer_count * stream->plane_count;
	}
	if (ret != 0) {
		simulated_unconfigure(simulated);
		return rlc_error_set(error, ret, "cannot make %u buffers of %" PRIu64 " bytes: %s", slots, frame_size,
				     strerror(-ret));
	}
	if (configuration->memory != RLC_MEMORY_IMPORTED)
		configuration->memory = RLC_MEMORY_MEMFD;
	configuration->slot_count = slots;
	return 0;
}

static int simulated_plane(void *camera, uint32_t slot, uint32_t stream, uint32_t plane, rlc_plane *out,
			   rlc_error *error)
{
	const struct simulated *simulated = camera;

	(void)error;
	*out = simulated->streams[stream].buffers[slot].planes[plane];
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
		.start = rlc_simulated_start,
		.queue = rlc_simulated_queue,
		.stop = rlc_simulated_stop,
		.control_name = rlc_simulated_control_name,
		.control_find = rlc_simulated_control_find,
		.controls = rlc_simulated_controls,
		.enumerators = rlc_simulated_enumerators,
		.control_names = rlc_simulated_control_names,
		.properties = rlc_simulated_properties,
	};
	return &backend;
}
