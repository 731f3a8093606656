/* SPDX-License-Identifier: Apache-2.0 */
/* Several streams of a simulated camera at once. */
#include "session.h"

#define BUFFERS 3

/* The frame of a stream in SLOT, mapped as a whole; its size is the stream's frame_size. */
static const uint8_t *map_frame(const struct session *session, uint32_t slot, uint32_t stream)
{
	rlc_plane plane = { .size = sizeof(plane) };
	void *memory = NULL;

	CHECK_EQ(rlc_camera_plane(session->camera, slot, stream, 0, &plane), 0);
	CHECK_EQ(plane.offset, 0);
	CHECK_EQ(rlc_map(plane.fd, session->configuration.streams[stream].frame_size, 0, &memory), 0);
	return memory;
}

static void unmap_frame(const struct session *session, const uint8_t *frame, uint32_t stream)
{
	CHECK_EQ(rlc_unmap((void *)frame, session->configuration.streams[stream].frame_size), 0);
}

/* Takes the frame SEQUENCE of a camera that is started, and returns its slot. */
static uint32_t take(struct session *session, uint32_t sequence)
{
	rlc_record record = { .slot = 0 };

	for (uint32_t i = 0; i <= sequence; i++) {
		CHECK_EQ(rlc_camera_queue(session->camera, i % BUFFERS), 0);
		record = session_wait(session);
		CHECK_EQ(session_slot(session, record.slot)->frames[0].sequence, i);
	}
	return record.slot;
}

static void each_stream_has_a_frame_of_its_own_format_and_size(void)
{
	rlc_configuration configuration = configuration_of("NV12", 640, 480, BUFFERS);
	struct session session;

	add_stream(&configuration, "SRGGB8", 1280, 960, 0);
	add_stream(&configuration, "XRGB8888", 320, 240, 0);
	add_stream(&configuration, "MJPEG", 64, 48, 0);
	REQUIRE(session_open(&session, "simulated:bars?unpaced", &configuration));
	CHECK_EQ(session.configuration.adjusted, 0);
	CHECK_EQ(session.configuration.slot_count, BUFFERS);
	CHECK_EQ(rlc_camera_start(session.camera), 0);
	uint32_t slot = take(&session, 7);
	const rlc_slot_header *header = session_slot(&session, slot);
	static const uint32_t planes[] = { 2, 1, 1, 1 }, strides[] = { 640, 1280, 1280, 0 };

	CHECK_EQ(header->stream_count, 4);
	for (uint32_t i = 0; i < 4; i++) {
		const rlc_stream_configuration *stream = &session.configuration.streams[i];
		CHECK_EQ(stream->buffer_count, BUFFERS);
		CHECK_EQ(stream->plane_count, planes[i]);
		CHECK_EQ(stream->stride, strides[i]);
		CHECK_EQ(header->frames[i].status, RLC_FRAME_SUCCESS);
		CHECK_EQ(header->frames[i].sequence, 7);
		CHECK_EQ(header->frames[i].plane_count, planes[i]);
		CHECK_EQ(header->frames[i].timestamp_ns, header->frames[0].timestamp_ns);
		CHECK(header->frames[i].bytes_used[0] > 0);
		rlc_plane plane = { .size = sizeof(plane) };
		CHECK_EQ(rlc_camera_plane(session.camera, slot, i, planes[i], &plane), -EINVAL);
	}
	rlc_plane plane = { .size = sizeof(plane) };
	CHECK_EQ(rlc_camera_plane(session.camera, slot, 4, 0, &plane), -EINVAL);
	session_close(&session);
}

/* The red, green and blue of the eight bars are those of every stream at the same place of its picture. */
static void bars_are_at_the_same_place_in_every_stream(void)
{
	rlc_configuration configuration = configuration_of("RGB888", 640, 480, BUFFERS);
	struct session session;

	add_stream(&configuration, "SRGGB8", 1280, 960, 0);
	add_stream(&configuration, "RGB888", 160, 120, 0);
	for (uint32_t sequence = 0; sequence < 60; sequence += 20) {
		REQUIRE(session_open(&session, "simulated:bars?unpaced", &configuration));
		CHECK_EQ(rlc_camera_start(session.camera), 0);
		uint32_t slot = take(&session, sequence);
		const uint8_t *first = map_frame(&session, slot, 0), *raw = map_frame(&session, slot, 1),
			      *small = map_frame(&session, slot, 2);
		/* The middle of every bar, in blocks of 2x2 pixels of the first stream: 40 wide, 4 further with each frame. */
		for (uint32_t bar = 0; bar < 8; bar++) {
			uint32_t block = (bar * 40 + 20 + 320 - sequence * 4 % 320) % 320;
			const uint8_t *bgr = first + (size_t)block * 2 * 3;
			const uint8_t *rg = raw + (size_t)block * 4, *gb = rg + 1280;
			CHECK_EQ(rg[0], bgr[2]);
			CHECK_EQ(rg[1], bgr[1]);
			CHECK_EQ(gb[1], bgr[0]);
			CHECK(memcmp(small + (size_t)(block / 4) * 2 * 3, bgr, 3) == 0);
		}
		unmap_frame(&session, first, 0);
		unmap_frame(&session, raw, 1);
		unmap_frame(&session, small, 2);
		session_close(&session);
	}
}

static void the_other_patterns_are_cut_off(void)
{
	static const char *const cameras[] = { "simulated:gradient?unpaced", "simulated:noise?unpaced" };

	for (int c = 0; c < 2; c++) {
		rlc_configuration configuration = configuration_of("RGB888", 64, 48, BUFFERS);
		struct session session;

		add_stream(&configuration, "RGB888", 32, 16, 0);
		REQUIRE(session_open(&session, cameras[c], &configuration));
		CHECK_EQ(rlc_camera_start(session.camera), 0);
		uint32_t slot = take(&session, 5);
		const uint8_t *large = map_frame(&session, slot, 0), *small = map_frame(&session, slot, 1);
		for (uint32_t y = 0; y < 16; y++)
			CHECK(memcmp(large + (size_t)y * 64 * 3, small + (size_t)y * 32 * 3, 32 * 3) == 0);
		unmap_frame(&session, large, 0);
		unmap_frame(&session, small, 1);
		session_close(&session);
	}
}

static void settings_change_the_light_of_every_stream(void)
{
	rlc_configuration configuration = configuration_of("R8", 32, 16, BUFFERS);
	struct session session;
	rlc_control_info info = { .size = sizeof(info) };

	add_stream(&configuration, "RGB888", 64, 32, 0);
	REQUIRE(session_open(&session, "simulated:bars?unpaced", &configuration));
	CHECK_EQ(rlc_control_find(session.camera, "Brightness", &info), 0);
	struct {
		rlc_control_entry entry;
		float value, padding;
	} black = { { info.control, RLC_TYPE_FLOAT, 0, 1, 4 }, -1, 0 };
	CHECK_EQ(rlc_camera_start(session.camera), 0);
	CHECK_EQ(rlc_camera_queue_controls(session.camera, 0, &black, sizeof(black)), 0);
	uint32_t slot = session_wait(&session).slot;
	for (uint32_t i = 0; i < 2; i++) {
		const uint8_t *frame = map_frame(&session, slot, i);
		uint32_t lit = 0;
		for (uint32_t byte = 0; byte < session.configuration.streams[i].frame_size; byte++)
			lit += frame[byte] != 0;
		CHECK_EQ(lit, 0);
		unmap_frame(&session, frame, i);
	}
	session_close(&session);
}

static void a_bad_frame_is_the_last_streams(void)
{
	rlc_configuration configuration = configuration_of("NV12", 32, 16, BUFFERS);
	struct session session;

	add_stream(&configuration, "NV12", 64, 32, 0);
	REQUIRE(session_open(&session, "simulated:bars?unpaced&errors=2", &configuration));
	CHECK_EQ(rlc_camera_start(session.camera), 0);
	const rlc_slot_header *header = session_slot(&session, take(&session, 1));
	CHECK_EQ(header->status, RLC_REQUEST_COMPLETE);
	CHECK_EQ(header->frames[0].status, RLC_FRAME_SUCCESS);
	CHECK_EQ(header->frames[1].status, RLC_FRAME_ERROR);
	session_close(&session);
}

static void a_cancelled_request_cancels_every_frame(void)
{
	rlc_configuration configuration = configuration_of("NV12", 32, 16, BUFFERS);
	struct session session;

	add_stream(&configuration, "SRGGB8", 64, 32, 0);
	REQUIRE(session_open(&session, "simulated:bars?fps=1", &configuration));
	CHECK_EQ(rlc_camera_start(session.camera), 0);
	CHECK_EQ(rlc_camera_queue(session.camera, 1), 0);
	CHECK_EQ(rlc_camera_stop(session.camera), 0);
	const rlc_slot_header *header = session_slot(&session, session_wait(&session).slot);
	CHECK_EQ(header->stream_count, 2);
	CHECK_EQ(header->frames[0].status, RLC_FRAME_CANCELLED);
	CHECK_EQ(header->frames[1].status, RLC_FRAME_CANCELLED);
	session_close(&session);
}

static void the_fewest_buffers_are_everybodys(void)
{
	rlc_configuration configuration = configuration_of("NV12", 32, 16, 6);
	struct session session;

	add_stream(&configuration, "NV12", 32, 16, 2);
	add_stream(&configuration, "NV12", 32, 16, 0);
	REQUIRE(session_open(&session, "simulated:bars", &configuration));
	CHECK_EQ(session.configuration.slot_count, 2);
	CHECK_EQ(session.configuration.adjusted, RLC_ADJUSTED_BUFFER_COUNT);
	for (uint32_t i = 0; i < 3; i++)
		CHECK_EQ(session.configuration.streams[i].buffer_count, 2);
	session_close(&session);
}

int main(void)
{
	RUN(each_stream_has_a_frame_of_its_own_format_and_size);
	RUN(bars_are_at_the_same_place_in_every_stream);
	RUN(the_other_patterns_are_cut_off);
	RUN(settings_change_the_light_of_every_stream);
	RUN(a_bad_frame_is_the_last_streams);
	RUN(a_cancelled_request_cancels_every_frame);
	RUN(the_fewest_buffers_are_everybodys);
	return check_summary();
}
