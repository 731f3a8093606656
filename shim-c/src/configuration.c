/* SPDX-License-Identifier: Apache-2.0 */
#include "configuration.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "error.h"

int rlc_check_struct(const void *pointer, size_t size, const char *name)
{
	uint32_t given;

	if (pointer == NULL)
		return rlc_fail(-EINVAL, "%s is null", name);
	memcpy(&given, pointer, sizeof(given)); /* every struct starts with its size */
	if (given != size)
		return rlc_fail(-EINVAL, "%s->size is %u, this library's is %zu", name, given, size);
	return 0;
}

int rlc_check_list(const void *elements, size_t size, uint32_t capacity, const uint32_t *count, const char *name)
{
	int ret = 0;

	if (count == NULL)
		return rlc_fail(-EINVAL, "count is null");
	if (elements == NULL && capacity != 0)
		return rlc_fail(-EINVAL, "%s is null, its capacity is %u", name, capacity);
	for (uint32_t i = 0; i < capacity && ret == 0; i++)
		ret = rlc_check_struct((const char *)elements + i * size, size, name);
	return ret;
}

int rlc_check_role(uint32_t role)
{
	if (role < RLC_ROLE_RAW || role > RLC_ROLE_VIEWFINDER)
		return rlc_fail(-EINVAL,
				"stream role %u is unknown: raw is 1, still capture 2, video recording 3, viewfinder 4",
				role);
	return 0;
}

static int check_color_space(const rlc_color_space *space, uint32_t index)
{
	bool given = space->primaries != 0,
	     none = !given && space->transfer_function == 0 && space->ycbcr_encoding == 0 && space->range == 0;
	if (none ||
	    (given && space->primaries <= RLC_PRIMARIES_REC2020 && space->transfer_function != 0 &&
	     space->transfer_function <= RLC_TRANSFER_REC709 && space->ycbcr_encoding != 0 &&
	     space->ycbcr_encoding <= RLC_YCBCR_REC2020 && space->range != 0 && space->range <= RLC_RANGE_LIMITED))
		return 0;
	return rlc_fail(
		-EINVAL,
		"the colour space of stream %u is %u, %u, %u, %u: its four numbers are at most %u, %u, %u and %u, "
		"or all 0 for the default",
		index, space->primaries, space->transfer_function, space->ycbcr_encoding, space->range,
		RLC_PRIMARIES_REC2020, RLC_TRANSFER_REC709, RLC_YCBCR_REC2020, RLC_RANGE_LIMITED);
}

static int check_sensor(const rlc_sensor_configuration *sensor)
{
	if (sensor->bit_depth == 0)
		return 0;
	if (sensor->output_width == 0 || sensor->output_height == 0)
		return rlc_fail(-EINVAL,
				"a sensor configuration has a bit depth and an output size, not %u bits and %ux%u",
				sensor->bit_depth, sensor->output_width, sensor->output_height);
	if ((sensor->crop_width == 0) != (sensor->crop_height == 0))
		return rlc_fail(-EINVAL, "the part of the sensor that is read cannot have %ux%u pixels",
				sensor->crop_width, sensor->crop_height);
	return 0;
}

static int check_stream(const rlc_stream_configuration *stream, uint32_t index)
{
	int ret = rlc_check_role(stream->role);
	if (ret != 0)
		return ret;
	if ((stream->width == 0) != (stream->height == 0))
		return rlc_fail(-EINVAL, "stream %u is %ux%u: give width and height, or leave both 0 for the default",
				index, stream->width, stream->height);
	if (stream->buffer_count > RLC_MAX_SLOTS)
		return rlc_fail(-EINVAL, "stream %u asks for %u buffers: 1 to %u are possible, 0 is the default", index,
				stream->buffer_count, RLC_MAX_SLOTS);
	if (memchr(stream->pixel_format, '\0', sizeof(stream->pixel_format)) == NULL)
		return rlc_fail(-EINVAL, "the pixel format of stream %u is not terminated", index);
	return check_color_space(&stream->color_space, index);
}

int rlc_check_configuration(const rlc_configuration *configuration)
{
	int ret = RLC_CHECK_STRUCT(configuration, "configuration");
	if (ret != 0)
		return ret;
	if (configuration->stream_count < 1 || configuration->stream_count > RLC_MAX_STREAMS)
		return rlc_fail(-EINVAL, "a configuration has 1 to %u streams, not %u", RLC_MAX_STREAMS,
				configuration->stream_count);
	if (configuration->memory > RLC_MEMORY_IMPORTED)
		return rlc_fail(-EINVAL,
				"memory kind %u is unknown: auto is 0, camera 1, dma-heap 2, memfd 3, imported 4",
				configuration->memory);
	if (configuration->frame_duration_ns < 0)
		return rlc_fail(-EINVAL, "the frame duration is %lld ns: it cannot be negative, 0 is the default",
				(long long)configuration->frame_duration_ns);
	if (configuration->orientation > 8)
		return rlc_fail(-EINVAL, "orientation %u is unknown: 1 to 8 are possible, 0 is the default",
				configuration->orientation);
	ret = check_sensor(&configuration->sensor);
	if (ret != 0)
		return ret;
	for (uint32_t i = 0; i < configuration->stream_count; i++) {
		ret = check_stream(&configuration->streams[i], i);
		if (ret != 0)
			return ret;
	}
	return 0;
}
