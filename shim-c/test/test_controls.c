/* SPDX-License-Identifier: Apache-2.0 */
/* Settings of a request: how they are found, what is refused, and what the simulated camera makes of them. */
#include <assert.h>
#include <math.h>

#include "control_lists.h"

#define UNPACED "simulated:bars?unpaced"

static bool open_running(struct session *session, const char *id)
{
	const rlc_configuration configuration = configuration_of("NV12", 640, 480, 4);

	if (!session_open(session, id, &configuration))
		return false;
	CHECK_EQ(rlc_camera_start(session->camera), 0);
	return true;
}

/* Queues SLOT with LIST, waits for it, and returns the luma of the picture's first pixel: white in bar 0 of frame 0. */
static uint8_t capture(struct session *session, uint32_t slot, const struct control_list *list)
{
	CHECK_EQ(rlc_camera_queue_controls(session->camera, slot, list->bytes, list->size), 0);
	rlc_record record = session_wait(session);
	CHECK_EQ(record.slot, slot);
	CHECK_EQ(session_slot(session, slot)->status, RLC_REQUEST_COMPLETE);
	return session->buffers[slot][0];
}

static const struct control_list no_settings;

/* ---- Finding them ---------------------------------------------------------------------------------------------------- */

static void controls_are_found_by_name(void)
{
	uint64_t manager = open_manager(), camera = 0;
	rlc_control_info info = { .size = sizeof(info) };
	int32_t exposure;
	float gain;

	CHECK_EQ(rlc_camera_open(manager, "simulated:bars", &camera), 0);
	CHECK_EQ(rlc_control_find(camera, "libcamera::ExposureTime", &info), 0);
	CHECK(strcmp(info.name, "libcamera::ExposureTime") == 0);
	CHECK_EQ(info.type, RLC_TYPE_INT32);
	CHECK_EQ(info.is_array, 0);
	CHECK_EQ(info.count, 1);
	CHECK_EQ(info.flags, RLC_CONTROL_HAS_MINIMUM | RLC_CONTROL_HAS_MAXIMUM | RLC_CONTROL_HAS_DEFAULT);
	memcpy(&exposure, info.minimum, sizeof(exposure));
	CHECK_EQ(exposure, 10);
	memcpy(&exposure, info.maximum, sizeof(exposure));
	CHECK_EQ(exposure, 1000000);
	memcpy(&exposure, info.default_value, sizeof(exposure));
	CHECK_EQ(exposure, 10000);
	uint32_t number = info.control;
	CHECK_EQ(rlc_control_find(camera, "ExposureTime", &info), 0);
	CHECK_EQ(info.control, number);

	CHECK_EQ(rlc_control_find(camera, "AnalogueGain", &info), 0);
	CHECK_EQ(info.type, RLC_TYPE_FLOAT);
	memcpy(&gain, info.default_value, sizeof(gain));
	CHECK(gain == 1.0f);
	CHECK_EQ(rlc_control_find(camera, "FrameDurationLimits", &info), 0);
	CHECK_EQ(info.type, RLC_TYPE_INT64);
	CHECK_EQ(info.is_array, 1);
	CHECK_EQ(info.count, 2);
	CHECK_EQ(info.flags, RLC_CONTROL_HAS_MINIMUM | RLC_CONTROL_HAS_MAXIMUM);
	CHECK_EQ(rlc_manager_close(manager), 0);
}

static void controls_that_are_not_there(void)
{
	static const struct {
		const char *name;
		int expected;
		const char *sentence;
	} names[] = {
		{ "libcamera::Sharpness", -ENOENT, "know no control \"libcamera::Sharpness\"" },
		{ "draft::Brightness", -ENOENT, "know no control \"draft::Brightness\"" },
		{ "brightness", -ENOENT, "there are Brightness" },
		{ "::", -ENOENT, "know no control" },
		{ "SensorTimestamp", -ENOENT, "does not support setting libcamera::SensorTimestamp" },
		{ "FrameDurationLimits", -ENOENT,
		  "does not support setting libcamera::FrameDurationLimits: it is unpaced" },
		{ "%s%n", -ENOENT, "libcamera::%s%n" },
		{ "", -EINVAL, "1 to 63 characters" },
		{ "a::456789012345678901234567890123456789012345678901234567890123", -ENOENT, "know no" },
		{ "a::4567890123456789012345678901234567890123456789012345678901234", -EINVAL, "1 to 63" },
		{ "123456789012345678901234567890123456789012345678901234", -EINVAL, "1 to 63" },
		{ NULL, -EINVAL, "null" },
	};
	uint64_t manager = open_manager(), camera = 0;
	rlc_control_info info = { .size = sizeof(info), .control = 4711 };

	CHECK_EQ(rlc_camera_open(manager, UNPACED, &camera), 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		CHECK_EQ(rlc_control_find(camera, names[i].name, &info), names[i].expected);
		CHECK_CONTAINS(last_error(), names[i].sentence);
	}
	CHECK_EQ(info.control, 4711);
	CHECK_EQ(rlc_control_find(camera, "Brightness", NULL), -EINVAL);
	info.size--;
	CHECK_EQ(rlc_control_find(camera, "Brightness", &info), -EINVAL);
	CHECK_EQ(rlc_manager_close(manager), 0);
}

static void all_controls_are_listed(void)
{
	uint64_t manager = open_manager(), paced = 0, unpaced = 0;
	rlc_control_info infos[8], found;
	uint32_t count = 0;

	CHECK_EQ(rlc_camera_open(manager, "simulated:bars", &paced), 0);
	CHECK_EQ(rlc_camera_open(manager, UNPACED, &unpaced), 0);
	for (int i = 0; i < 8; i++)
		infos[i] = (rlc_control_info){ .size = sizeof(infos[i]) };
	CHECK_EQ(rlc_camera_controls(paced, NULL, 0, &count), 0);
	CHECK_EQ(count, 7);
	CHECK_EQ(rlc_camera_controls(paced, infos, 1, &count), 0);
	CHECK_EQ(count, 7);
	CHECK(infos[0].name[0] != '\0' && infos[1].name[0] == '\0');
	CHECK_EQ(rlc_camera_controls(paced, infos, 8, &count), 0);
	CHECK_EQ(count, 7);
	for (int i = 0; i < 7; i++) {
		found = (rlc_control_info){ .size = sizeof(found) };
		CHECK_EQ(rlc_control_find(paced, infos[i].name, &found), 0);
		CHECK(memcmp(&found, &infos[i], sizeof(found)) == 0);
	}
	CHECK(infos[7].name[0] == '\0');
	CHECK_EQ(rlc_camera_controls(unpaced, infos, 8, &count), 0);
	CHECK_EQ(count, 6);
	CHECK_EQ(rlc_camera_controls(paced, NULL, 1, &count), -EINVAL);
	CHECK_EQ(rlc_camera_controls(paced, infos, 8, NULL), -EINVAL);
	infos[7].size = 0;
	CHECK_EQ(rlc_camera_controls(paced, infos, 8, &count), -EINVAL);
	CHECK_EQ(rlc_manager_close(manager), 0);
}

static void what_may_be_reported_has_a_name(void)
{
	uint64_t manager = open_manager(), camera = 0;
	rlc_named_control names[16];
	uint32_t count = 0;

	CHECK_EQ(rlc_camera_open(manager, UNPACED, &camera), 0);
	for (uint32_t kind = RLC_NAMES_CONTROLS; kind <= RLC_NAMES_PROPERTIES; kind++) {
		for (int i = 0; i < 16; i++)
			names[i] = (rlc_named_control){ .size = sizeof(names[i]) };
		CHECK_EQ(rlc_camera_control_names(camera, kind, names, 16, &count), 0);
		REQUIRE(count > 0 && count <= 16);
		for (uint32_t i = 0; i < count; i++)
			CHECK(strncmp(names[i].name, "libcamera::", 11) == 0 ||
			      strncmp(names[i].name, "draft::", 7) == 0);
	}
	CHECK_EQ(rlc_camera_control_names(camera, 2, names, 16, &count), -EINVAL);
	CHECK_CONTAINS(last_error(), "2 is no kind");
	CHECK_EQ(rlc_camera_control_names(camera, 0, NULL, 1, &count), -EINVAL);
	CHECK_EQ(rlc_camera_enumerators(camera, NULL, 0, NULL), -EINVAL);
	CHECK_EQ(rlc_camera_enumerators(camera, NULL, 0, &count), 0);
	CHECK_EQ(rlc_manager_close(manager), 0);
	CHECK_EQ(rlc_camera_enumerators(camera, NULL, 0, &count), -EBADF);
	CHECK_EQ(rlc_camera_control_names(camera, 0, NULL, 0, &count), -EBADF);
}

static void properties_are_a_list(void)
{
	uint64_t manager = open_manager(), camera = 0, size = 0;
	_Alignas(8) char list[1024];

	CHECK_EQ(rlc_camera_open(manager, UNPACED, &camera), 0);
	CHECK_EQ(rlc_camera_properties(camera, list, sizeof(list), &size), 0);
	CHECK(size > 0 && size <= sizeof(list) && size % 8 == 0);
	CHECK(memmem(list, size, "Simulated camera, bars", 22) != NULL);
	CHECK_EQ(rlc_camera_properties(camera, list, size, &size), 0);
	CHECK_EQ(rlc_camera_properties(camera, list, size - 1, &size), -ENOSPC);
	CHECK_CONTAINS(last_error(), "the properties are more than");
	CHECK_EQ(rlc_camera_properties(camera, list, 0, &size), -ENOSPC);
	CHECK_EQ(rlc_camera_properties(camera, list + 1, 8, &size), -EINVAL);
	CHECK_EQ(rlc_camera_properties(camera, NULL, 8, &size), -EINVAL);
	CHECK_EQ(rlc_camera_properties(camera, list, 8, NULL), -EINVAL);
	CHECK_EQ(rlc_manager_close(manager), 0);
	CHECK_EQ(rlc_camera_properties(camera, list, 8, &size), -EBADF);
}

/* ---- What is refused ------------------------------------------------------------------------------------------------- */

static void malformed_lists_are_refused(void)
{
	static const struct {
		rlc_control_entry entry;
		uint32_t size; /* of the whole list; 0: as long as the entry says */
		const char *sentence;
	} lists[] = {
		{ { 0, RLC_TYPE_FLOAT, 0, 1, 4 }, 1, "ends within control 0" },
		{ { 0, RLC_TYPE_FLOAT, 0, 1, 4 }, 15, "ends within control 0" },
		{ { 0, RLC_TYPE_FLOAT, 0, 1, 4 }, 16, "the list ends after 0" },
		{ { 0, RLC_TYPE_FLOAT, 0, 1, 4 }, 20, "the list ends after 4" },
		{ { 0, RLC_TYPE_FLOAT, 0, 1, 4 }, 25, "ends within control 1" },
		{ { 0, RLC_TYPE_FLOAT, 0, 1, UINT32_MAX }, 24, "4294967295 bytes" },
		{ { 0, RLC_TYPE_STRING, 0, 1, 9 }, 24, "the list ends after 8" },
		{ { 0, RLC_TYPE_NONE, 0, 1, 0 }, 0, "0 is no type" },
		{ { 0, 12, 0, 1, 4 }, 0, "12 is no type" },
		{ { 0, UINT16_MAX, 0, 1, 4 }, 0, "65535 is no type" },
		{ { 0, RLC_TYPE_FLOAT, 2, 1, 4 }, 0, "is_array is 2" },
		{ { 0, RLC_TYPE_STRING, 1, 4, 4 }, 0, "is_array is 1 for a string" },
		{ { 0, RLC_TYPE_FLOAT, 0, 0, 0 }, 0, "0 elements of what is no array" },
		{ { 0, RLC_TYPE_FLOAT, 0, 2, 8 }, 0, "2 elements of what is no array" },
		{ { 0, RLC_TYPE_STRING, 0, 4, 4 }, 0, "4 elements of what is no array" },
		{ { 0, RLC_TYPE_FLOAT, 0, 1, 8 }, 0, "1 elements of type float are not 8 bytes" },
		{ { 0, RLC_TYPE_BOOL, 0, 1, 4 }, 0, "type bool are not 4 bytes" },
		{ { 0, RLC_TYPE_INT64, 1, 2, 8 }, 0, "2 elements of type int64 are not 8 bytes" },
		{ { 0, RLC_TYPE_INT64, 1, 1u << 29, 0 }, 0, "are not 0 bytes" },
		{ { 0, RLC_TYPE_RECTANGLE, 1, 1, 8 }, 0, "type rectangle are not 8 bytes" },
		{ { 0, RLC_TYPE_UINT16, 1, 3, 4 }, 0, "type uint16 are not 4 bytes" },
	};
	struct session session;

	REQUIRE(open_running(&session, UNPACED));
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		struct control_list list = { .size = lists[i].size };
		memcpy(list.bytes, &lists[i].entry, sizeof(lists[i].entry));
		if (list.size == 0)
			list.size = (uint32_t)sizeof(lists[i].entry) + (lists[i].entry.value_size + 7) / 8 * 8;
		int ret = rlc_camera_queue_controls(session.camera, 0, list.bytes, list.size);
		if (ret != -EINVAL)
			check_complain("list %zu: %d\n", i, ret);
		CHECK_CONTAINS(last_error(), lists[i].sentence);
	}

	struct control_list list = { .size = 0 };
	CHECK_EQ(rlc_camera_queue_controls(session.camera, 0, NULL, 8), -EINVAL);
	CHECK_EQ(rlc_camera_queue_controls(session.camera, 0, list.bytes, RLC_CONTROLS_SIZE + 1), -EINVAL);
	CHECK_CONTAINS(last_error(), "at most 3072 bytes");
	CHECK_EQ(rlc_camera_queue_controls(session.camera, 0, list.bytes, UINT64_MAX), -EINVAL);
	/* Nothing was queued. */
	CHECK_EQ(rlc_camera_queue_controls(session.camera, 0, NULL, 0), 0);
	CHECK_EQ(session_wait(&session).slot, 0);
	CHECK(!session_unread(&session));
	session_close(&session);
}

static void values_that_are_none_are_refused(void)
{
	static const float numbers[] = { NAN, INFINITY, -INFINITY };
	struct session session;

	REQUIRE(open_running(&session, UNPACED));
	uint32_t brightness = control_of(session.camera, "Brightness");
	for (int i = 0; i < 3; i++) {
		struct control_list list = { .size = 0 };
		list_add_float(&list, brightness, 0.5f);
		list_add_float(&list, brightness, numbers[i]);
		CHECK_EQ(rlc_camera_queue_controls(session.camera, 0, list.bytes, list.size), -EINVAL);
		CHECK_CONTAINS(last_error(), "control 1 of the list");
		CHECK_CONTAINS(last_error(), "no finite number");
	}
	struct control_list list = { .size = 0 };
	list_add(&list, (rlc_control_entry){ 0, RLC_TYPE_BOOL, 1, 3, 3 }, (uint8_t[]){ 0, 1, 2 });
	CHECK_EQ(rlc_camera_queue_controls(session.camera, 0, list.bytes, list.size), -EINVAL);
	CHECK_CONTAINS(last_error(), "0 or 1, not 2");
	/* The float itself is good, so its number is looked at next. */
	list.size = 0;
	list_add(&list, (rlc_control_entry){ 4711, RLC_TYPE_BOOL, 1, 0, 0 }, "");
	CHECK_EQ(rlc_camera_queue_controls(session.camera, 0, list.bytes, list.size), -ENOENT);
	CHECK_CONTAINS(last_error(), "4711");
	session_close(&session);
}

static void another_type_than_the_control_s_is_refused_by_name(void)
{
	struct session session;

	REQUIRE(open_running(&session, "simulated:bars"));
	const struct {
		rlc_control_entry entry;
		const char *takes, *given;
	} wrong[] = {
		{ { control_of(session.camera, "Brightness"), RLC_TYPE_INT32, 0, 1, 4 }, "takes float", "not int32" },
		{ { control_of(session.camera, "ExposureTime"), RLC_TYPE_FLOAT, 0, 1, 4 }, "takes int32", "not float" },
		{ { control_of(session.camera, "ExposureTime"), RLC_TYPE_INT32, 1, 1, 4 },
		  "takes int32",
		  "not int32[1]" },
		{ { control_of(session.camera, "ExposureTime"), RLC_TYPE_STRING, 0, 1, 4 },
		  "takes int32",
		  "not string" },
		{ { control_of(session.camera, "FrameDurationLimits"), RLC_TYPE_INT64, 0, 1, 8 },
		  "takes int64[2]",
		  "not int64" },
		{ { control_of(session.camera, "FrameDurationLimits"), RLC_TYPE_INT64, 1, 3, 24 },
		  "takes int64[2]",
		  "not int64[3]" },
	};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct control_list list = { .size = 0 };
		list_add(&list, wrong[i].entry, (int64_t[]){ 1, 1, 1 });
		CHECK_EQ(rlc_camera_queue_controls(session.camera, 0, list.bytes, list.size), -EINVAL);
		CHECK_CONTAINS(last_error(), wrong[i].takes);
		CHECK_CONTAINS(last_error(), wrong[i].given);
	}
	CHECK_EQ(rlc_camera_queue(session.camera, 0), 0);
	session_close(&session);
}

/* ---- What becomes of them -------------------------------------------------------------------------------------------- */

static void a_setting_holds_from_its_own_picture_on(void)
{
	struct control_list darker = { .size = 0 }, brighter = { .size = 0 };
	struct session session;

	REQUIRE(open_running(&session, UNPACED));
	uint32_t brightness = control_of(session.camera, "Brightness");
	list_add_float(&darker, brightness, -0.5f);
	list_add_float(&brighter, brightness, 1);
	/* White, luma 235, at first; half as bright then: 219 * 127.5 / 255 + 16. */
	CHECK_EQ(capture(&session, 0, &no_settings), 235);
	CHECK(reported(&session, 0, "libcamera::Brightness") == 0);
	CHECK_EQ(capture(&session, 1, &darker), 126);
	CHECK(reported(&session, 1, "libcamera::Brightness") == -0.5);
	CHECK_EQ(capture(&session, 0, &no_settings), 126);
	CHECK(reported(&session, 0, "libcamera::Brightness") == -0.5);
	CHECK_EQ(capture(&session, 1, &brighter), 235);
	/* The last bar, black, is white as well, and has no colour. */
	CHECK_EQ(session.buffers[1][600], 235);
	CHECK_EQ(session.buffers[1][640 * 480 + 600], 128);

	/* All four at once: each picture has its own. */
	for (uint32_t slot = 0; slot < 4; slot++)
		CHECK_EQ(rlc_camera_queue_controls(session.camera, slot, slot % 2 ? darker.bytes : brighter.bytes,
						   darker.size),
			 0);
	for (uint32_t slot = 0; slot < 4; slot++) {
		CHECK_EQ(session_wait(&session).slot, slot);
		CHECK_EQ(session.buffers[slot][0], slot % 2 ? 126 : 235);
	}

	/* A start begins with the defaults. */
	CHECK_EQ(rlc_camera_stop(session.camera), 0);
	CHECK_EQ(rlc_camera_start(session.camera), 0);
	CHECK_EQ(capture(&session, 0, &no_settings), 235);
	CHECK(reported(&session, 0, "libcamera::Brightness") == 0);
	session_close(&session);
}

static void exposure_and_gain_are_reported_clamped_and_seen(void)
{
	struct control_list list = { .size = 0 };
	struct session session;

	REQUIRE(open_running(&session, UNPACED));
	uint32_t exposure = control_of(session.camera, "ExposureTime");
	uint32_t gain = control_of(session.camera, "AnalogueGain");
	CHECK_EQ(capture(&session, 0, &no_settings), 235);
	CHECK(reported(&session, 0, "libcamera::ExposureTime") == 10000);
	CHECK(reported(&session, 0, "libcamera::AnalogueGain") == 1);
	list_add_int32(&list, exposure, 2500);
	list_add_float(&list, gain, 2);
	CHECK_EQ(capture(&session, 0, &list), 126);
	CHECK(reported(&session, 0, "libcamera::ExposureTime") == 2500);
	CHECK(reported(&session, 0, "libcamera::AnalogueGain") == 2);
	/* The later of two counts. */
	list.size = 0;
	list_add_int32(&list, exposure, INT32_MIN);
	list_add_int32(&list, exposure, INT32_MAX);
	list_add_float(&list, gain, -1);
	CHECK_EQ(capture(&session, 0, &list), 235);
	CHECK(reported(&session, 0, "libcamera::ExposureTime") == 1000000);
	CHECK(reported(&session, 0, "libcamera::AnalogueGain") == 1);
	session_close(&session);
}

static void every_format_shows_the_light(void)
{
	static const char *const formats[] = { "NV12", "YUYV", "RGB888", "MJPEG" };

	for (int i = 0; i < 4; i++) {
		const rlc_configuration configuration = configuration_of(formats[i], 64, 48, 2);
		struct control_list black = { .size = 0 };
		struct session session;

		REQUIRE(session_open(&session, "simulated:gradient?unpaced", &configuration));
		CHECK_EQ(rlc_camera_start(session.camera), 0);
		list_add_float(&black, control_of(session.camera, "Brightness"), -1);
		capture(&session, 0, &black);
		capture(&session, 1, &no_settings);
		/* Two frames in black are alike, whatever moves in them. */
		CHECK(memcmp(session.buffers[0], session.buffers[1], session.buffer_size) == 0);
		session_close(&session);
	}
}

static void automatic_exposure_and_test_patterns_are_seen(void)
{
	static const uint8_t on = 1;
	static const int32_t solid = 1;
	struct session session;
	struct control_list list = { .size = 0 };

	REQUIRE(open_running(&session, UNPACED));
	uint8_t bright = capture(&session, 0, &no_settings);
	list_add_int32(&list, control_of(session.camera, "ExposureTime"), 1000);
	CHECK(capture(&session, 0, &list) < bright);
	list.size = 0;
	list_add(&list, (rlc_control_entry){ control_of(session.camera, "AeEnable"), RLC_TYPE_BOOL, 0, 1, 1 }, &on);
	CHECK_EQ(capture(&session, 0, &list), bright);
	CHECK(reported(&session, 0, "libcamera::ExposureTime") == 10000);
	list.size = 0;
	list_add_int32(&list, control_of(session.camera, "draft::TestPatternMode"), solid);
	uint8_t grey = capture(&session, 0, &list);
	CHECK(grey != bright);
	for (uint32_t i = 0; i < 640 * 480; i++)
		if (session.buffers[0][i] != grey) {
			check_complain("pixel %u is %u, not %u\n", i, session.buffers[0][i], grey);
			break;
		}
	CHECK(reported(&session, 0, "draft::TestPatternMode") == 1);
	session_close(&session);
}

static void frame_duration_limits_are_kept_from_the_next_frame_on(void)
{
	struct control_list limits = { .size = 0 };
	struct session session;
	int64_t first = 0, last = 0;

	REQUIRE(open_running(&session, "simulated:bars?fps=1000"));
	uint32_t control = control_of(session.camera, "FrameDurationLimits");
	capture(&session, 0, &no_settings);
	CHECK(reported(&session, 0, "libcamera::FrameDuration") == 1000);
	list_add_limits(&limits, control, 5000, 8000);
	capture(&session, 0, &limits);
	first = session_slot(&session, 0)->frames[0].timestamp_ns;
	for (int i = 0; i < 10; i++) {
		CHECK(reported(&session, 0, "libcamera::FrameDuration") == 5000);
		capture(&session, 0, &no_settings);
		last = session_slot(&session, 0)->frames[0].timestamp_ns;
	}
	/* Ten frames of 5 ms, the first of which may have been seen late; with the old duration it would be 10 ms. */
	CHECK(last - first > 30000000);

	/* What is out of the camera's reach, and the wrong way round. */
	limits.size = 0;
	list_add_limits(&limits, control, INT64_MIN, 0);
	capture(&session, 0, &limits);
	CHECK(reported(&session, 0, "libcamera::FrameDuration") == 1000);
	limits.size = 0;
	list_add_limits(&limits, control, 2000, 1000);
	capture(&session, 0, &limits);
	CHECK(reported(&session, 0, "libcamera::FrameDuration") == 2000);
	session_close(&session);
}

int main(void)
{
	RUN(controls_are_found_by_name);
	RUN(controls_that_are_not_there);
	RUN(all_controls_are_listed);
	RUN(what_may_be_reported_has_a_name);
	RUN(properties_are_a_list);
	RUN(malformed_lists_are_refused);
	RUN(values_that_are_none_are_refused);
	RUN(another_type_than_the_control_s_is_refused_by_name);
	RUN(a_setting_holds_from_its_own_picture_on);
	RUN(exposure_and_gain_are_reported_clamped_and_seen);
	RUN(every_format_shows_the_light);
	RUN(automatic_exposure_and_test_patterns_are_seen);
	RUN(frame_duration_limits_are_kept_from_the_next_frame_on);
	return check_summary();
}
