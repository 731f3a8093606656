/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A configuration, as the bytes of the struct; what is missing at its end is 0. The first byte before them says for which camera, and
 * whether the struct's size is right. What is valid must stay what it is when it is validated again; what is not large is configured,
 * and a picture of it must fit its buffer.
 */
#include "fuzz.h"

#define LARGE (1u << 20)

/* Whether what was decided is what a caller may rely on. Returns the bytes of all buffers. */
static uint64_t check_result(const rlc_configuration *result)
{
	uint64_t bytes = 0;

	MUST(result->stream_count >= 1 && result->stream_count <= RLC_MAX_STREAMS);
	MUST(result->frame_duration_ns >= 0);
	for (uint32_t i = 0; i < result->stream_count; i++) {
		const rlc_stream_configuration *stream = &result->streams[i];
		MUST(stream->width > 0 && stream->height > 0);
		MUST(stream->buffer_count >= 1 && stream->buffer_count <= RLC_MAX_SLOTS);
		MUST((uint64_t)stream->stride * stream->height <= stream->frame_size);
		MUST(memchr(stream->pixel_format, '\0', sizeof(stream->pixel_format)) != NULL);
		bytes += (uint64_t)stream->frame_size * stream->buffer_count;
	}
	return bytes;
}

static void check_validate(uint64_t camera, const rlc_configuration *result)
{
	rlc_configuration again = *result;

	MUST(rlc_camera_validate(camera, &again) == 0);
	again.adjusted = result->adjusted;
	MUST(memcmp(&again, result, sizeof(again)) == 0);
}

/* Pages end where a frame need not: what comes behind it must be as it was made. */
static void check_picture(const struct fuzz_camera *camera, uint32_t stream)
{
	const rlc_stream_configuration *configuration = &camera->configuration.streams[stream];
	const rlc_frame_header *frame = &fuzz_slot(camera, 0)->frames[stream];
	uint64_t end = 0;
	uint8_t *memory = NULL;
	int fd = -1;

	MUST(frame->plane_count == configuration->plane_count);
	for (uint32_t i = 0; i < frame->plane_count; i++) {
		rlc_plane plane = { .size = sizeof(plane) };
		MUST(rlc_camera_plane(camera->handle, 0, stream, i, &plane) == 0);
		MUST(plane.offset == end);
		end += plane.length;
		MUST(frame->bytes_used[i] > 0 && frame->bytes_used[i] <= plane.length);
		MUST(plane.stride == 0 || frame->bytes_used[i] == plane.length);
		fd = plane.fd;
	}
	MUST(end == configuration->frame_size);
	MUST(rlc_map(fd, end, 0, (void **)&memory) == 0);
	for (; end % 4096 != 0; end++)
		MUST(memory[end] == 0);
	MUST(rlc_unmap(memory, configuration->frame_size) == 0);
}

static void check_configure(uint64_t handle, const rlc_configuration *asked, const rlc_configuration *valid)
{
	struct fuzz_camera camera = { .handle = handle, .configuration = *asked };

	MUST(rlc_camera_acquire(handle) == 0);
	if (fuzz_try(rlc_camera_configure(handle, &camera.configuration)) == 0) {
		MUST(camera.configuration.stream_count == valid->stream_count);
		MUST(camera.configuration.frame_duration_ns == valid->frame_duration_ns);
		MUST(camera.configuration.slot_count <= camera.configuration.streams[0].buffer_count);
		fuzz_map_ring(&camera);
		MUST(rlc_camera_start(handle) == 0);
		MUST(rlc_camera_queue(handle, 0) == 0);
		MUST(fuzz_take(&camera) == 0);
		MUST(rlc_camera_stop(handle) == 0);
		for (uint32_t i = 0; i < valid->stream_count; i++)
			check_picture(&camera, i);
		MUST(rlc_unmap(camera.ring, camera.ring_size) == 0);
	}
	MUST(rlc_camera_release(handle) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint64_t cameras[2];
	rlc_configuration asked = { 0 };

	if (size == 0)
		return 0;
	if (cameras[0] == 0) {
		MUST(rlc_camera_open(fuzz_manager(), "simulated:noise?unpaced", &cameras[0]) == 0);
		MUST(rlc_camera_open(fuzz_manager(), "simulated:bars?fps=1000", &cameras[1]) == 0);
	}
	memcpy(&asked, data + 1, size - 1 < sizeof(asked) ? size - 1 : sizeof(asked));
	if (data[0] & 2)
		asked.size = sizeof(asked);
	uint64_t camera = cameras[data[0] % 2];
	rlc_configuration valid = asked;
	if (fuzz_try(rlc_camera_validate(camera, &valid)) != 0) {
		MUST(memcmp(&valid, &asked, sizeof(valid)) == 0);
		return 0;
	}
	uint64_t bytes = check_result(&valid);
	check_validate(camera, &valid);
	/* A picture comes after the time between two frames. */
	if (bytes <= LARGE && valid.frame_duration_ns <= 2000000)
		check_configure(camera, &asked, &valid);
	return 0;
}
