/* SPDX-License-Identifier: Apache-2.0 */
/* What the simulated camera delivers. Nothing here asserts how long something takes. */
#include <pthread.h>
#include <sched.h>

#include "jpeg_reader.h"
#include "session.h"

/* In the order they are listed; the first ones are uncompressed pictures in colour, the raw one is the last. */
static const struct format {
	const char *name;
	uint32_t planes, stride; /* bytes per pixel */
	uint32_t halves; /* of a byte that a pixel takes in all planes */
} formats[] = {
	{ "NV12", 2, 1, 3 },   { "YUV420", 3, 1, 3 }, { "YUYV", 1, 2, 4 },
	{ "RGB888", 1, 3, 6 }, { "BGR888", 1, 3, 6 }, { "XRGB8888", 1, 4, 8 },
	{ "R8", 1, 1, 2 },     { "MJPEG", 1, 0, 0 },  { "SRGGB8", 1, 1, 2 },
};

#define FORMATS (sizeof(formats) / sizeof(formats[0]))
#define IN_COLOUR 6
#define PROCESSED 8
#define RGB 3 /* formats[RGB] */

static const char *const cameras[] = { "simulated:bars?unpaced", "simulated:gradient?unpaced",
				       "simulated:noise?unpaced" };
static const uint32_t sizes[][2] = { { 2, 2 },   { 2, 14 }, { 6, 4 },     { 18, 10 },
				     { 32, 16 }, { 34, 8 }, { 640, 480 }, { 1026, 770 } };

struct rgb {
	int r, g, b;
};

static struct rgb from_yuv(double y, double u, double v)
{
	struct rgb c = { (int)(y + 1.402 * v + 0.5), (int)(y - 0.344136 * u - 0.714136 * v + 0.5),
			 (int)(y + 1.772 * u + 0.5) };
	return c;
}

static struct rgb from_limited(int y, int u, int v)
{
	return from_yuv((y - 16) * 255 / 219.0, (u - 128) * 255 / 224.0, (v - 128) * 255 / 224.0);
}

static bool close_to(struct rgb a, struct rgb b, int tolerance)
{
	return abs(a.r - b.r) <= tolerance && abs(a.g - b.g) <= tolerance && abs(a.b - b.b) <= tolerance;
}

/* The pixel X, Y of a frame in a format that is not compressed. */
static struct rgb pixel(const struct session *session, const uint8_t *frame, uint32_t x, uint32_t y)
{
	const rlc_stream_configuration *stream = &session->configuration.streams[0];
	const uint8_t *line = frame + (size_t)y * stream->stride;

	if (strcmp(stream->pixel_format, "NV12") == 0) {
		const uint8_t *uv = frame + (size_t)stream->stride * (stream->height + y / 2) + x / 2 * 2;
		return from_limited(line[x], uv[0], uv[1]);
	}
	if (strcmp(stream->pixel_format, "YUV420") == 0) {
		const uint8_t *u = frame + (size_t)stream->stride * stream->height;
		size_t chroma = (size_t)(stream->stride / 2) * (y / 2) + x / 2;
		return from_limited(line[x], u[chroma],
				    u[(size_t)(stream->stride / 2) * (stream->height / 2) + chroma]);
	}
	if (strcmp(stream->pixel_format, "YUYV") == 0)
		return from_limited(line[2 * x], line[x / 2 * 4 + 1], line[x / 2 * 4 + 3]);
	if (strcmp(stream->pixel_format, "BGR888") == 0)
		return (struct rgb){ line[3 * x], line[3 * x + 1], line[3 * x + 2] };
	if (strcmp(stream->pixel_format, "XRGB8888") == 0)
		return (struct rgb){ line[4 * x + 2], line[4 * x + 1], line[4 * x] };
	if (strcmp(stream->pixel_format, "R8") == 0)
		return (struct rgb){ line[x], line[x], line[x] };
	if (strcmp(stream->pixel_format, "SRGGB8") == 0) { /* rows of R, G and of G, B in turn */
		const uint8_t *block = frame + (size_t)stream->stride * (y & ~1u) + (x & ~1u);
		CHECK_EQ(block[1], block[stream->stride]);
		return (struct rgb){ block[0], block[1], block[stream->stride + 1] };
	}
	return (struct rgb){ line[3 * x + 2], line[3 * x + 1], line[3 * x] };
}

static struct rgb grey(struct rgb c)
{
	int luma = (int)(0.299 * c.r + 0.587 * c.g + 0.114 * c.b + 0.5);
	return (struct rgb){ luma, luma, luma };
}

/* Opens a session and takes its frame SEQUENCE, whose slot it returns. */
static uint32_t open_at(struct session *session, const char *id, const char *format, uint32_t width, uint32_t height,
			uint32_t sequence)
{
	const rlc_configuration configuration = configuration_of(format, width, height, 2);
	rlc_record record = { .slot = 0 };

	if (!session_open(session, id, &configuration))
		return 0;
	CHECK_EQ(rlc_camera_start(session->camera), 0);
	for (uint32_t i = 0; i <= sequence; i++) {
		CHECK_EQ(rlc_camera_queue(session->camera, i % 2), 0);
		record = session_wait(session);
		CHECK_EQ(record.slot, i % 2);
		CHECK_EQ(session_slot(session, record.slot)->frames[0].sequence, i);
	}
	return record.slot;
}

static void check_layout(const struct session *session, const rlc_frame_header *frame, const struct format *format)
{
	const rlc_stream_configuration *stream = &session->configuration.streams[0];
	uint32_t pixels = stream->width * stream->height, used = 0, end = 0;

	CHECK_EQ(frame->plane_count, stream->plane_count);
	CHECK_EQ(frame->plane_count, format->planes);
	for (uint32_t i = 0; i < stream->plane_count; i++) {
		rlc_plane plane = { .size = sizeof(plane) };
		CHECK_EQ(rlc_camera_plane(session->camera, 0, 0, i, &plane), 0);
		CHECK_EQ(plane.offset, end);
		CHECK_EQ(plane.stride,
			 strcmp(format->name, "YUV420") == 0 && i > 0 ? stream->stride / 2 : stream->stride);
		CHECK(frame->bytes_used[i] > 0 && frame->bytes_used[i] <= plane.length);
		end += plane.length;
		used += frame->bytes_used[i];
	}
	CHECK_EQ(end, stream->frame_size);
	CHECK_EQ(session->configuration.memory, RLC_MEMORY_MEMFD);
	CHECK_EQ(stream->stride, stream->width * format->stride);
	if (strcmp(stream->pixel_format, "MJPEG") == 0)
		return;
	CHECK_EQ(used, stream->frame_size);
	CHECK_EQ(used, pixels * format->halves / 2);
}

static void every_format_and_size_of_every_pattern_moves(void)
{
	for (size_t c = 0; c < sizeof(cameras) / sizeof(cameras[0]); c++)
		for (size_t f = 0; f < FORMATS; f++)
			for (size_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++) {
				struct session session;
				uint32_t last =
					open_at(&session, cameras[c], formats[f].name, sizes[s][0], sizes[s][1], 5);
				const rlc_frame_header *frame = &session_slot(&session, last)->frames[0];
				const rlc_frame_header *before = &session_slot(&session, 1 - last)->frames[0];

				CHECK_EQ(frame->status, RLC_FRAME_SUCCESS);
				CHECK_EQ(frame->sequence, 5);
				CHECK(frame->timestamp_ns > before->timestamp_ns);
				check_layout(&session, frame, &formats[f]);
				CHECK(memcmp(session.buffers[0], session.buffers[1], session.buffer_size) != 0);
				session_close(&session);
			}
}

static void bars_are_the_eight_colours_and_scroll_to_the_left(void)
{
	static const struct rgb colours[] = { { 255, 255, 255 }, { 255, 255, 0 }, { 0, 255, 255 }, { 0, 255, 0 },
					      { 255, 0, 255 },   { 255, 0, 0 },   { 0, 0, 255 },   { 0, 0, 0 } };

	for (size_t f = 0; f < IN_COLOUR; f++)
		for (uint32_t sequence = 0; sequence <= 80; sequence += 40) {
			struct session session;
			uint32_t slot = open_at(&session, cameras[0], formats[f].name, 640, 480, sequence);
			/* 640 pixels are 320 blocks, 4 further with every frame: 40 frames are half of it. */
			for (uint32_t bar = 0; bar < 8; bar++)
				for (uint32_t y = 0; y < 480; y += 479) {
					struct rgb expected = colours[(bar + sequence / 40 * 4) % 8];
					CHECK(close_to(pixel(&session, session.buffers[slot], bar * 80, y), expected,
						       4));
					CHECK(close_to(pixel(&session, session.buffers[slot], bar * 80 + 79, y),
						       expected, 4));
				}
			session_close(&session);
		}
}

static void the_bytes_of_white_and_blue(void)
{
	struct session session;
	uint32_t slot = open_at(&session, cameras[0], "NV12", 640, 480, 0);
	const uint8_t *frame = session.buffers[slot];
	CHECK_EQ(frame[0], 235);
	CHECK_EQ(frame[640 * 480], 128);
	CHECK_EQ(frame[6 * 80], 41);
	CHECK_EQ(frame[640 * 480 + 6 * 80], 240);
	CHECK_EQ(frame[640 * 480 + 6 * 80 + 1], 110);
	session_close(&session);

	slot = open_at(&session, cameras[0], "YUYV", 640, 480, 0);
	CHECK(memcmp(session.buffers[slot] + 2 * 6 * 80, (uint8_t[]){ 41, 240, 41, 110 }, 4) == 0);
	session_close(&session);

	slot = open_at(&session, cameras[0], "RGB888", 640, 480, 0);
	CHECK(memcmp(session.buffers[slot] + 3 * 6 * 80, (uint8_t[]){ 255, 0, 0 }, 3) == 0); /* B, G, R */
	session_close(&session);

	slot = open_at(&session, cameras[0], "XRGB8888", 640, 480, 0);
	CHECK(memcmp(session.buffers[slot] + 4 * 6 * 80, (uint8_t[]){ 255, 0, 0, 255 }, 4) == 0);
	session_close(&session);

	slot = open_at(&session, cameras[0], "SRGGB8", 640, 480, 0);
	CHECK(memcmp(session.buffers[slot] + 6 * 80, (uint8_t[]){ 0, 0 }, 2) == 0);
	CHECK(memcmp(session.buffers[slot] + 640 + 6 * 80, (uint8_t[]){ 0, 255 }, 2) == 0);
	session_close(&session);
}

static void the_same_sequence_is_the_same_picture_in_every_format(void)
{
	for (size_t c = 0; c < sizeof(cameras) / sizeof(cameras[0]); c++)
		for (size_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++) {
			uint32_t width = sizes[s][0], height = sizes[s][1], slots[FORMATS], different = 0;
			struct session sessions[FORMATS];

			/* One camera after the other, as it can be acquired once: the mapped buffers stay. */
			for (size_t f = 0; f < FORMATS; f++) {
				slots[f] = open_at(&sessions[f], cameras[c], formats[f].name, width, height, 9);
				CHECK_EQ(rlc_camera_close(sessions[f].camera), 0);
			}
			for (uint32_t y = 0; y < height; y++)
				for (uint32_t x = 0; x < width; x++) {
					struct rgb rgb = pixel(&sessions[RGB], sessions[RGB].buffers[slots[RGB]], x, y);
					for (size_t f = 0; f < FORMATS; f++) {
						if (strcmp(formats[f].name, "MJPEG") == 0)
							continue;
						bool is_grey = strcmp(formats[f].name, "R8") == 0;
						different += !close_to(
							is_grey ? grey(rgb) : rgb,
							pixel(&sessions[f], sessions[f].buffers[slots[f]], x, y), 4);
					}
				}
			CHECK_EQ(different, 0);
			for (size_t f = 0; f < FORMATS; f++)
				session_close(&sessions[f]);
		}
}

static uint32_t min(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

static void mjpeg_is_what_a_webcam_sends_and_shows_the_same_picture(void)
{
	for (size_t c = 0; c < sizeof(cameras) / sizeof(cameras[0]); c++)
		for (size_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++) {
			uint32_t width = sizes[s][0], height = sizes[s][1], different = 0;
			struct session raw, compressed;
			struct jpeg jpeg;

			uint32_t raw_slot = open_at(&raw, cameras[c], "RGB888", width, height, 7);
			CHECK_EQ(rlc_camera_close(raw.camera), 0);
			uint32_t slot = open_at(&compressed, cameras[c], "MJPEG", width, height, 7);
			uint32_t used = session_slot(&compressed, slot)->frames[0].bytes_used[0];

			bool readable = jpeg_read(&jpeg, compressed.buffers[slot], used);
			CHECK(readable);
			CHECK(jpeg.is_avi1);
			CHECK(!jpeg.has_tables);
			CHECK_EQ(jpeg.width, width);
			CHECK_EQ(jpeg.height, height);
			for (uint32_t i = 0; readable && i < jpeg.blocks_across * jpeg.blocks_down; i++) {
				uint32_t y = min(i / jpeg.blocks_across * 8 + 4, height - 1);
				uint32_t x = min(i % jpeg.blocks_across * 8 + 4, width - 1);
				uint32_t middle = min(i % jpeg.blocks_across / 2 * 16 + 8, width - 1);
				struct rgb a = pixel(&raw, raw.buffers[raw_slot], x, y);
				struct rgb b = pixel(&raw, raw.buffers[raw_slot], middle, y);
				double luma = 0.299 * a.r + 0.587 * a.g + 0.114 * a.b;
				struct rgb decoded = from_yuv(jpeg.y[i], jpeg.cb[i] - 128, jpeg.cr[i] - 128);
				double chroma_luma = 0.299 * b.r + 0.587 * b.g + 0.114 * b.b;

				different += abs((int)luma - jpeg.y[i]) > 1;
				/* Where luma and chroma were taken from pixels that are alike, the whole colour is comparable. */
				if (abs((int)(luma - chroma_luma)) == 0)
					different += !close_to(decoded, b, 4);
			}
			CHECK_EQ(different, 0);
			jpeg_free(&jpeg);
			session_close(&raw);
			session_close(&compressed);
		}
}

static void metadata_has_names_and_values(void)
{
	struct session session;
	/* Slow enough that the first picture is not lost between start and queue. */
	uint32_t slot = open_at(&session, "simulated:bars?fps=5", "NV12", 32, 16, 0);
	const rlc_slot_header *header = session_slot(&session, slot);
	const char *metadata = (const char *)(header + 1);
	char name[RLC_NAME_SIZE];
	rlc_control_entry entry;
	int64_t value;

	CHECK_EQ(header->status, RLC_REQUEST_COMPLETE);
	CHECK_EQ(header->generation, 1);
	CHECK_EQ(header->stream_count, 1);
	CHECK_EQ(header->metadata_size, 200);
	CHECK(header->completed_ns >= header->frames[0].timestamp_ns);
	CHECK_EQ(header->captured_ns, header->frames[0].timestamp_ns);
	for (int i = 0; i < 2; i++) {
		memcpy(&entry, metadata + 24 * i, sizeof(entry));
		memcpy(&value, metadata + 24 * i + 16, sizeof(value));
		CHECK_EQ(entry.type, RLC_TYPE_INT64);
		CHECK_EQ(entry.is_array, 0);
		CHECK_EQ(entry.count, 1);
		CHECK_EQ(entry.value_size, 8);
		CHECK_EQ(rlc_control_name(session.camera, entry.control, name, sizeof(name)), 0);
		CHECK(strcmp(name, i == 0 ? "libcamera::SensorTimestamp" : "libcamera::FrameDuration") == 0);
		CHECK_EQ(value, i == 0 ? header->frames[0].timestamp_ns : 200000);
	}
	session_close(&session);
}

static void a_paced_camera_ticks_and_loses_what_nobody_asked_for(void)
{
	const rlc_configuration configuration = configuration_of("NV12", 32, 16, 4);
	struct session session;
	int64_t last_timestamp = 0;
	uint32_t sequence = 0;

	REQUIRE(session_open(&session, "simulated:gradient?fps=1000", &configuration));
	CHECK_EQ(session.configuration.frame_duration_ns, 1000000);
	CHECK_EQ(rlc_camera_start(session.camera), 0);
	session_queue_all(&session);
	for (int i = 0; i < 40; i++) {
		rlc_record record = session_wait(&session);
		const rlc_frame_header *frame = &session_slot(&session, record.slot)->frames[0];
		CHECK(frame->timestamp_ns > last_timestamp);
		CHECK(i == 0 || frame->sequence > sequence);
		last_timestamp = frame->timestamp_ns;
		sequence = frame->sequence;
		CHECK_EQ(rlc_camera_queue(session.camera, record.slot), 0);
	}
	/* Starved: take all that is queued, then ask the clock of the camera itself for ten more ticks. */
	for (int i = 0; i < 4; i++)
		sequence = session_slot(&session, session_wait(&session).slot)->frames[0].sequence;
	last_timestamp = session_slot(&session, 3)->frames[0].timestamp_ns;
	CHECK_EQ(rlc_wait(session.ring, session.ring->wake_sequence, 10000000), -ETIMEDOUT);
	CHECK_EQ(rlc_camera_queue(session.camera, 0), 0);
	uint32_t after = session_slot(&session, session_wait(&session).slot)->frames[0].sequence;
	CHECK(after > sequence + 1);
	session_close(&session);
}

static void an_unpaced_camera_keeps_order_and_loses_nothing(void)
{
	const rlc_configuration configuration = configuration_of("NV12", 32, 16, 4);
	struct session session;

	REQUIRE(session_open(&session, "simulated:bars?unpaced", &configuration));
	CHECK_EQ(session.configuration.frame_duration_ns, 0);
	CHECK_EQ(rlc_camera_start(session.camera), 0);
	session_queue_all(&session);
	uint32_t wrong = 0;
	for (uint32_t i = 0; i < 100000; i++) {
		rlc_record record = session_wait(&session);
		const rlc_slot_header *header = session_slot(&session, record.slot);
		wrong += record.slot != i % 4 || header->frames[0].sequence != i || record.generation != 1;
		wrong += header->completed_ns != record.completed_ns;
		wrong += rlc_camera_queue(session.camera, record.slot) != 0;
	}
	CHECK_EQ(wrong, 0);
	session_close(&session);
}

static void stop_cancels_what_is_queued_in_order(void)
{
	const rlc_configuration configuration = configuration_of("NV12", 32, 16, 8);
	struct session session;

	REQUIRE(session_open(&session, "simulated:bars?fps=1", &configuration));
	for (uint32_t generation = 1; generation <= 3; generation++) {
		CHECK_EQ(rlc_camera_start(session.camera), 0);
		for (uint32_t slot = 8; slot-- > 0;)
			CHECK_EQ(rlc_camera_queue(session.camera, slot), 0);
		CHECK_EQ(rlc_camera_queue(session.camera, 5), -EBUSY);
		CHECK_EQ(rlc_camera_stop(session.camera), 0);
		for (uint32_t slot = 8; slot-- > 0;) {
			REQUIRE(session_unread(&session));
			rlc_record record = session_take(&session);
			const rlc_slot_header *header = session_slot(&session, record.slot);
			CHECK_EQ(record.slot, slot);
			CHECK_EQ(record.generation, generation);
			CHECK_EQ(header->generation, generation);
			CHECK_EQ(header->status, RLC_REQUEST_CANCELLED);
			CHECK_EQ(header->frames[0].status, RLC_FRAME_CANCELLED);
			CHECK_EQ(header->frames[0].bytes_used[0], 0);
			CHECK_EQ(header->captured_ns, 0);
			CHECK_EQ(header->metadata_size, 0);
		}
		CHECK(!session_unread(&session));
	}
	session_close(&session);
}

static void start_is_refused_while_the_ring_is_full(void)
{
	const rlc_configuration configuration = configuration_of("NV12", 32, 16, 8);
	struct session session;

	REQUIRE(session_open(&session, "simulated:bars?fps=1", &configuration));
	CHECK_EQ(session.ring->capacity, 32);
	for (int i = 0; i < 4; i++) {
		CHECK_EQ(rlc_camera_start(session.camera), 0);
		session_queue_all(&session);
		CHECK_EQ(rlc_camera_stop(session.camera), 0);
	}
	CHECK_EQ(rlc_camera_start(session.camera), -EAGAIN);
	CHECK_CONTAINS(last_error(), "unread");
	for (int i = 0; i < 8; i++)
		session_take(&session);
	CHECK_EQ(rlc_camera_start(session.camera), 0);
	session_close(&session);
}

static void the_ring_has_room_for_every_slot(void)
{
	for (uint32_t slots = 1; slots <= RLC_MAX_SLOTS; slots++) {
		const rlc_configuration configuration = configuration_of("NV12", 2, 2, slots);
		struct session session;

		REQUIRE(session_open(&session, "simulated:bars?unpaced", &configuration));
		const rlc_ring_header *ring = session.ring;
		CHECK_EQ(session.configuration.slot_count, slots);
		CHECK_EQ(ring->magic, 0x31434c52);
		CHECK_EQ(ring->abi_version, 2);
		CHECK_EQ(ring->slot_count, slots);
		CHECK(ring->capacity >= 16 && ring->capacity >= 4 * slots);
		CHECK_EQ(ring->capacity & (ring->capacity - 1), 0);
		CHECK(ring->records_offset >= sizeof(*ring));
		CHECK(ring->slots_offset >= ring->records_offset + ring->capacity * sizeof(rlc_record));
		CHECK(session.ring_size >= ring->slots_offset + (uint64_t)slots * ring->slot_stride);
		session_close(&session);
	}
}

static void mappings_outlive_the_camera(void)
{
	struct session session;
	uint32_t slot = open_at(&session, cameras[0], "NV12", 640, 480, 0);
	rlc_configuration other = configuration_of("RGB888", 64, 48, 3);

	CHECK_EQ(rlc_camera_stop(session.camera), 0);
	CHECK_EQ(rlc_camera_configure(session.camera, &other), 0);
	CHECK_EQ(session.buffers[slot][0], 235);
	CHECK_EQ(session.ring->slot_count, 2);
	CHECK_EQ(rlc_camera_close(session.camera), 0);
	CHECK_EQ(session.buffers[slot][0], 235);
	CHECK_EQ(session.ring->tail, 1);
	session_close(&session);
}

static void fences_are_not_supported_and_harmless(void)
{
	const rlc_configuration configuration = configuration_of("NV12", 32, 16, 2);
	struct session session;

	REQUIRE(session_open(&session, "simulated:bars?unpaced", &configuration));
	CHECK_EQ(rlc_camera_start(session.camera), 0);
	CHECK_EQ(rlc_camera_queue_fenced(session.camera, 0, NULL, 0, 0), -ENOTSUP);
	CHECK_CONTAINS(last_error(), "no fences");
	CHECK_EQ(rlc_camera_queue_fenced(session.camera, 0, NULL, 0, -1), -EBADF);
	CHECK_EQ(rlc_camera_queue(session.camera, 0), 0);
	CHECK_EQ(session_wait(&session).slot, 0);
	session_close(&session);
}

static bool same_space(const rlc_color_space *space, uint8_t primaries, uint8_t transfer, uint8_t encoding,
		       uint8_t range)
{
	return space->primaries == primaries && space->transfer_function == transfer &&
	       space->ycbcr_encoding == encoding && space->range == range;
}

static void there_are_more_cameras_with_a_number(void)
{
	static const char *const none[] = { "simulated:bars:",    "simulated:bars:0",  "simulated:bars:01",
					    "simulated:bars:256", "simulated:bars:1x", "simulated:bars:1:1",
					    "simulated:bars1",    "simulated:1" };
	uint64_t manager = open_manager(), listed = 0, first = 0, again = 0, last = 0;
	rlc_camera_info info = { .size = sizeof(info) };

	CHECK_EQ(rlc_camera_open(manager, "simulated:bars", &listed), 0);
	CHECK_EQ(rlc_camera_open(manager, "simulated:bars:1?fps=5", &first), 0);
	CHECK_EQ(rlc_camera_open(manager, "simulated:bars:1", &again), 0);
	CHECK_EQ(rlc_camera_open(manager, "simulated:noise:255", &last), 0);
	CHECK_EQ(rlc_camera_info_get(first, &info), 0);
	CHECK(strcmp(info.id, "simulated:bars:1") == 0);
	CHECK_EQ(rlc_camera_acquire(listed), 0);
	CHECK_EQ(rlc_camera_acquire(first), 0);
	CHECK_EQ(rlc_camera_acquire(again), -EBUSY);
	CHECK_EQ(rlc_camera_acquire(last), 0);
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		CHECK_EQ(rlc_camera_open(manager, none[i], &again), -ENODEV);
	CHECK_EQ(rlc_manager_close(manager), 0);
}

static void the_picture_is_described_and_adjusted(void)
{
	uint64_t manager = open_manager(), camera = 0;
	rlc_configuration configuration = configuration_of("NV12", 0, 0, 0);
	const rlc_color_space *space = &configuration.streams[0].color_space;

	CHECK_EQ(rlc_camera_open(manager, "simulated:bars", &camera), 0);
	add_stream(&configuration, "RGB888", 0, 0, 0);
	add_stream(&configuration, "MJPEG", 0, 0, 0);
	add_stream(&configuration, "SRGGB8", 0, 0, 0);
	CHECK_EQ(rlc_camera_validate(camera, &configuration), 0);
	CHECK_EQ(configuration.adjusted, 0);
	CHECK_EQ(configuration.orientation, 1);
	CHECK_EQ(configuration.sensor.bit_depth, 0);
	CHECK(same_space(space, RLC_PRIMARIES_SMPTE170M, RLC_TRANSFER_REC709, RLC_YCBCR_REC601, RLC_RANGE_LIMITED));
	CHECK(same_space(&configuration.streams[1].color_space, RLC_PRIMARIES_REC709, RLC_TRANSFER_SRGB, RLC_YCBCR_NONE,
			 RLC_RANGE_FULL));
	CHECK(same_space(&configuration.streams[2].color_space, RLC_PRIMARIES_REC709, RLC_TRANSFER_SRGB,
			 RLC_YCBCR_REC601, RLC_RANGE_FULL));
	CHECK(same_space(&configuration.streams[3].color_space, RLC_PRIMARIES_RAW, RLC_TRANSFER_LINEAR, RLC_YCBCR_NONE,
			 RLC_RANGE_FULL));
	/* What it gives can be asked for. */
	CHECK_EQ(rlc_camera_validate(camera, &configuration), 0);
	CHECK_EQ(configuration.adjusted, 0);

	configuration.streams[1].color_space = configuration.streams[0].color_space;
	CHECK_EQ(rlc_camera_validate(camera, &configuration), 0);
	CHECK_EQ(configuration.adjusted, RLC_ADJUSTED_COLOR_SPACE);
	CHECK_EQ(configuration.streams[1].color_space.primaries, RLC_PRIMARIES_REC709);
	configuration.orientation = 8;
	CHECK_EQ(rlc_camera_validate(camera, &configuration), 0);
	CHECK_EQ(configuration.adjusted, RLC_ADJUSTED_ORIENTATION);
	CHECK_EQ(configuration.orientation, 1);

	configuration.sensor =
		(rlc_sensor_configuration){ .bit_depth = 8, .output_width = 64, .output_height = 32, .skip_y_even = 3 };
	CHECK_EQ(rlc_camera_validate(camera, &configuration), 0);
	CHECK_EQ(configuration.adjusted, 0);
	CHECK_EQ(configuration.sensor.bin_y, 1);
	CHECK_EQ(configuration.sensor.skip_x_odd, 1);
	CHECK_EQ(configuration.sensor.skip_y_even, 3);
	configuration.sensor.bit_depth = 12;
	CHECK_EQ(rlc_camera_validate(camera, &configuration), 0);
	CHECK_EQ(configuration.adjusted, RLC_ADJUSTED_SENSOR);
	CHECK_EQ(configuration.sensor.bit_depth, 8);
	CHECK_EQ(rlc_manager_close(manager), 0);
}

static void a_picture_that_cannot_be_is_refused(void)
{
	uint64_t manager = open_manager(), camera = 0;
	const rlc_configuration good = configuration_of("NV12", 0, 0, 0);
	rlc_configuration bad = good;

	CHECK_EQ(rlc_camera_open(manager, "simulated:bars", &camera), 0);
	bad.orientation = 9;
	CHECK_EQ(rlc_camera_validate(camera, &bad), -EINVAL);
	CHECK_CONTAINS(last_error(), "orientation 9");
	bad = good;
	bad.sensor.bit_depth = 10;
	CHECK_EQ(rlc_camera_validate(camera, &bad), -EINVAL);
	CHECK_CONTAINS(last_error(), "output size");
	bad.sensor.output_width = bad.sensor.output_height = 64;
	bad.sensor.crop_width = 64;
	CHECK_EQ(rlc_camera_validate(camera, &bad), -EINVAL);
	static const rlc_color_space spaces[] = { { 5, 1, 1, 1 }, { 1, 4, 1, 1 }, { 1, 1, 5, 1 }, { 1, 1, 1, 3 },
						  { 1, 0, 1, 1 }, { 1, 1, 0, 1 }, { 1, 1, 1, 0 }, { 0, 1, 0, 0 },
						  { 0, 0, 1, 0 }, { 0, 0, 0, 1 } };
	for (size_t i = 0; i < sizeof(spaces) / sizeof(spaces[0]); i++) {
		bad = good;
		bad.streams[0].color_space = spaces[i];
		CHECK_EQ(rlc_camera_validate(camera, &bad), -EINVAL);
		CHECK_CONTAINS(last_error(), "the colour space of stream 0");
	}
	CHECK_EQ(rlc_manager_close(manager), 0);
}

static void validation(void)
{
	uint64_t manager = open_manager(), paced = 0, unpaced = 0;
	rlc_configuration configuration = configuration_of("", 0, 0, 0);
	const rlc_stream_configuration *stream = &configuration.streams[0];

	CHECK_EQ(rlc_camera_open(manager, "simulated:bars", &paced), 0);
	CHECK_EQ(rlc_camera_open(manager, "simulated:bars?unpaced", &unpaced), 0);
	CHECK_EQ(rlc_camera_validate(paced, &configuration), 0);
	CHECK(strcmp(stream->pixel_format, "NV12") == 0);
	CHECK_EQ(stream->width, 640);
	CHECK_EQ(stream->height, 480);
	CHECK_EQ(stream->buffer_count, 4);
	CHECK_EQ(stream->stride, 640);
	CHECK_EQ(stream->frame_size, 640 * 480 * 3 / 2);
	CHECK_EQ(configuration.frame_duration_ns, 33333333);
	CHECK_EQ(configuration.adjusted, 0);

	configuration.frame_duration_ns = 1;
	CHECK_EQ(rlc_camera_validate(paced, &configuration), 0);
	CHECK_EQ(configuration.frame_duration_ns, 1000000);
	CHECK_EQ(configuration.adjusted, RLC_ADJUSTED_FRAME_RATE);
	configuration.frame_duration_ns = INT64_MAX;
	CHECK_EQ(rlc_camera_validate(paced, &configuration), 0);
	CHECK_EQ(configuration.frame_duration_ns, 10000000000);
	CHECK_EQ(rlc_camera_validate(unpaced, &configuration), 0);
	CHECK_EQ(configuration.frame_duration_ns, 0);
	CHECK_EQ(configuration.adjusted, RLC_ADJUSTED_FRAME_RATE);

	configuration = configuration_of("YUV9", 0, 0, 0);
	CHECK_EQ(rlc_camera_validate(paced, &configuration), -EINVAL);
	CHECK_CONTAINS(last_error(), "NV12, YUV420, YUYV, RGB888, BGR888, XRGB8888, R8, MJPEG");
	configuration = configuration_of("SRGGB8", 0, 0, 0);
	configuration.streams[0].role = RLC_ROLE_STILL_CAPTURE;
	CHECK_EQ(rlc_camera_validate(paced, &configuration), -EINVAL);
	configuration = configuration_of("NV12", 0, 0, 0);
	configuration.streams[0].role = RLC_ROLE_RAW;
	CHECK_EQ(rlc_camera_validate(paced, &configuration), -EINVAL);
	CHECK_CONTAINS(last_error(), "there is SRGGB8");
	strcpy(configuration.streams[0].pixel_format, "");
	CHECK_EQ(rlc_camera_validate(paced, &configuration), 0);
	CHECK(strcmp(stream->pixel_format, "SRGGB8") == 0);
	static const uint32_t impossible[][2] = { { 1, 2 }, { 2, 3 }, { 8194, 2 }, { 2, UINT32_MAX } };
	for (size_t i = 0; i < 4; i++) {
		configuration = configuration_of("NV12", impossible[i][0], impossible[i][1], 0);
		CHECK_EQ(rlc_camera_validate(paced, &configuration), -EINVAL);
		CHECK_CONTAINS(last_error(), "even numbers from 2 to 8192");
	}
	configuration = configuration_of("", 0, 0, 0);
	configuration.memory = RLC_MEMORY_DMA_HEAP;
	CHECK_EQ(rlc_camera_validate(paced, &configuration), -ENOTSUP);

	rlc_format listed[PROCESSED];
	uint32_t count = 0;
	for (int i = 0; i < PROCESSED; i++)
		listed[i] = (rlc_format){ .size = sizeof(listed[i]) };
	CHECK_EQ(rlc_camera_formats(paced, RLC_ROLE_RAW, listed, PROCESSED, &count), 0);
	CHECK_EQ(count, 1);
	CHECK(strcmp(listed[0].pixel_format, "SRGGB8") == 0);
	CHECK_EQ(rlc_camera_formats(paced, RLC_ROLE_VIEWFINDER, listed, 3, &count), 0);
	CHECK_EQ(count, PROCESSED);
	CHECK_EQ(rlc_camera_formats(paced, RLC_ROLE_VIEWFINDER, listed, PROCESSED, &count), 0);
	CHECK_EQ(count, PROCESSED);
	for (int i = 0; i < PROCESSED; i++) {
		CHECK(strcmp(listed[i].pixel_format, formats[i].name) == 0);
		CHECK(listed[i].min_width == 2 && listed[i].max_height == 8192 && listed[i].step_width == 2);
	}
	CHECK_EQ(rlc_manager_close(manager), 0);
}

/* ---- Sleep and wake-up ----------------------------------------------------------------------------------------------- */

static void *take_one(void *argument)
{
	struct session *session = argument;
	return (void *)(uintptr_t)(session_wait(session).slot + 1);
}

static void wait_until_asleep(const struct session *session)
{
	while (__atomic_load_n(&session->ring->sleeping, __ATOMIC_SEQ_CST) == 0)
		sched_yield();
}

static void a_completion_wakes_the_sleeping_consumer(void)
{
	const rlc_configuration configuration = configuration_of("NV12", 32, 16, 4);
	struct session session;

	REQUIRE(session_open(&session, "simulated:bars?unpaced", &configuration));
	CHECK_EQ(rlc_camera_start(session.camera), 0);
	for (uint32_t i = 0; i < 2000; i++) {
		pthread_t consumer;
		void *taken = NULL;
		pthread_create(&consumer, NULL, take_one, &session);
		wait_until_asleep(&session);
		CHECK_EQ(rlc_camera_queue(session.camera, i % 4), 0);
		pthread_join(consumer, &taken);
		CHECK_EQ((uintptr_t)taken, i % 4 + 1);
	}
	session_close(&session);
}

static void *sleep_until_woken(void *argument)
{
	rlc_ring_header *ring = argument;
	uint32_t expected = __atomic_load_n(&ring->wake_sequence, __ATOMIC_SEQ_CST);
	__atomic_store_n(&ring->sleeping, 1, __ATOMIC_SEQ_CST);
	return (void *)(intptr_t)rlc_wait(ring, expected, -1);
}

static void another_thread_wakes_the_sleeping_consumer(void)
{
	const rlc_configuration configuration = configuration_of("NV12", 32, 16, 4);
	struct session session;

	REQUIRE(session_open(&session, "simulated:bars?unpaced", &configuration));
	for (int i = 0; i < 2000; i++) {
		pthread_t consumer;
		void *ret = NULL;
		pthread_create(&consumer, NULL, sleep_until_woken, session.ring);
		wait_until_asleep(&session);
		CHECK_EQ(__atomic_exchange_n(&session.ring->sleeping, 0, __ATOMIC_SEQ_CST), 1);
		CHECK_EQ(rlc_wake(session.ring), 0);
		pthread_join(consumer, &ret);
		CHECK_EQ((intptr_t)ret, 0);
	}
	session_close(&session);
}

int main(void)
{
	RUN(every_format_and_size_of_every_pattern_moves);
	RUN(bars_are_the_eight_colours_and_scroll_to_the_left);
	RUN(the_bytes_of_white_and_blue);
	RUN(the_same_sequence_is_the_same_picture_in_every_format);
	RUN(mjpeg_is_what_a_webcam_sends_and_shows_the_same_picture);
	RUN(metadata_has_names_and_values);
	RUN(a_paced_camera_ticks_and_loses_what_nobody_asked_for);
	RUN(an_unpaced_camera_keeps_order_and_loses_nothing);
	RUN(stop_cancels_what_is_queued_in_order);
	RUN(start_is_refused_while_the_ring_is_full);
	RUN(the_ring_has_room_for_every_slot);
	RUN(mappings_outlive_the_camera);
	RUN(fences_are_not_supported_and_harmless);
	RUN(there_are_more_cameras_with_a_number);
	RUN(the_picture_is_described_and_adjusted);
	RUN(a_picture_that_cannot_be_is_refused);
	RUN(validation);
	RUN(a_completion_wakes_the_sleeping_consumer);
	RUN(another_thread_wakes_the_sleeping_consumer);
	return check_summary();
}
