/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shim where a libcamera is installed.
 *
 *   real_libcamera fits VERSION [PARTS [CAMERA]]     one of the parts is for that libcamera, whose version begins so
 *   real_libcamera other VERSION [PARTS]             that libcamera is there, and all parts are for others
 *
 * PARTS is their folder, empty for the shim's own. CAMERA is the id of a camera of the virtual pipeline; without one there
 * must be none, and what needs no camera is tested.
 */
#include "session.h"

static const char *version, *parts, *camera_id;

static uint64_t open_libcamera(bool simulated, rlc_libcamera_info *info)
{
	rlc_manager_options options = { .size = sizeof(options), .simulated = simulated, .libcamera = 1 };
	uint64_t manager = 0;

	snprintf(options.part_directory, sizeof(options.part_directory), "%s", parts);
	*info = (rlc_libcamera_info){ .size = sizeof(*info) };
	CHECK_EQ(rlc_manager_open(&options, &manager), 0);
	CHECK_EQ(rlc_manager_libcamera(manager, info), 0);
	return manager;
}

/* ---- A part that fits ------------------------------------------------------------------------------------------------- */

static void the_version_is_recognised(void)
{
	rlc_libcamera_info info;
	uint64_t manager = open_libcamera(false, &info);

	printf("compiled for libcamera %s, runs with %s %s\n", info.compiled_version, info.runtime_version,
	       info.message);
	CHECK_EQ(info.state, RLC_LIBCAMERA_READY);
	CHECK(strncmp(info.runtime_version, version, strlen(version)) == 0);
	CHECK(info.message[0] == '\0');
	CHECK_EQ(rlc_manager_close(manager), 0);
}

static void managers_come_and_go(void)
{
	rlc_libcamera_info info;
	uint32_t count;

	for (int round = 0; round < 3; round++) {
		uint64_t first = open_libcamera(false, &info), second = open_libcamera(true, &info);
		CHECK_EQ(info.state, RLC_LIBCAMERA_READY);
		CHECK_EQ(rlc_manager_close(first), 0);
		CHECK_EQ(rlc_manager_close(first), -EBADF);
		CHECK_EQ(rlc_manager_cameras(first, NULL, 0, &count), -EBADF);
		CHECK_EQ(rlc_manager_cameras(second, NULL, 0, &count), 0);
		CHECK_EQ(rlc_manager_close(second), 0);
	}
}

static void its_cameras_are_listed(void)
{
	rlc_camera_info infos[8];
	rlc_libcamera_info info;
	uint32_t count = 0;
	uint64_t manager = open_libcamera(false, &info);
	bool listed = false;

	for (int i = 0; i < 8; i++)
		infos[i] = (rlc_camera_info){ .size = sizeof(infos[i]) };
	CHECK_EQ(rlc_manager_cameras(manager, infos, 8, &count), 0);
	for (uint32_t i = 0; i < count && i < 8; i++) {
		printf("camera %s, model %s\n", infos[i].id, infos[i].model);
		CHECK_EQ(infos[i].kind, RLC_KIND_LIBCAMERA);
		listed = listed || strcmp(infos[i].id, camera_id) == 0;
	}
	if (camera_id[0] != '\0')
		CHECK(listed);
	else
		CHECK_EQ(count, 0);
	CHECK_EQ(rlc_manager_close(manager), 0);
}

static void a_camera_that_is_not_there(void)
{
	rlc_libcamera_info info;
	uint64_t manager = open_libcamera(false, &info), camera = 0;

	CHECK_EQ(rlc_camera_open(manager, "no such camera", &camera), -ENODEV);
	CHECK_CONTAINS(last_error(), "no such camera");
	CHECK_EQ(rlc_camera_open(manager, "", &camera), -EINVAL);
	CHECK_EQ(camera, 0);
	CHECK_EQ(rlc_manager_close(manager), 0);
}

/* Twice through all slots, with what every frame of every version has. */
static void capture(const char *id, const rlc_configuration *configuration)
{
	struct session session;
	rlc_libcamera_info info;
	uint32_t sequence = 0;

	if (!session_open_in(&session, open_libcamera(true, &info), id, configuration))
		return;
	const uint32_t slots = session.configuration.slot_count;
	CHECK(slots > 1);
	CHECK_EQ(rlc_camera_start(session.camera), 0);
	session_queue_all(&session);
	for (uint32_t i = 0; i < 2 * slots; i++) {
		rlc_record record = session_wait(&session);
		const rlc_slot_header *slot = session_slot(&session, record.slot);
		const rlc_frame_header *frame = &slot->frames[0];

		CHECK_EQ(slot->status, RLC_REQUEST_COMPLETE);
		CHECK_EQ(frame->status, RLC_FRAME_SUCCESS);
		CHECK(i == 0 || frame->sequence == sequence + 1);
		sequence = frame->sequence;
		CHECK(frame->timestamp_ns > 0);
		CHECK_EQ(frame->plane_count, 2);
		CHECK_EQ(frame->bytes_used[0] + frame->bytes_used[1], session.buffer_size);
		if (i < slots)
			CHECK_EQ(rlc_camera_queue(session.camera, record.slot), 0);
	}
	CHECK_EQ(rlc_camera_stop(session.camera), 0);
	session_close(&session);
}

static void its_camera_captures(void)
{
	rlc_configuration configuration = configuration_of("NV12", 320, 240, 4);
	capture(camera_id, &configuration);
}

static void a_simulated_camera_beside_it_captures(void)
{
	rlc_configuration configuration = configuration_of("NV12", 320, 240, 4);
	capture("simulated:bars?unpaced", &configuration);
}

/* ---- Parts for others --------------------------------------------------------------------------------------------------- */

static void another_version_is_told_with_the_command(void)
{
	rlc_libcamera_info info;
	char installed[128];
	uint64_t manager = open_libcamera(true, &info);
	uint32_t count = 0;

	printf("%s\n", info.message);
	CHECK_EQ(info.state, RLC_LIBCAMERA_OTHER_VERSION);
	CHECK(strncmp(info.runtime_version, version, strlen(version)) == 0);
	snprintf(installed, sizeof(installed), "libcamera %s", version);
	CHECK_CONTAINS(info.message, installed);
	CHECK_CONTAINS(info.message, "is installed, this library was built for libcamera ");
	CHECK_CONTAINS(info.message, info.compiled_version);
	CHECK_CONTAINS(info.message, "make -C shim-c");
	CHECK_EQ(rlc_manager_cameras(manager, NULL, 0, &count), 0);
	CHECK_EQ(count, 3);
	CHECK_EQ(rlc_manager_close(manager), 0);
}

static void a_camera_of_it_is_refused_with_the_reason(void)
{
	rlc_libcamera_info info;
	uint64_t manager = open_libcamera(true, &info), camera = 0;

	CHECK_EQ(rlc_camera_open(manager, "Virtual0", &camera), -ENODEV);
	CHECK_CONTAINS(last_error(), "is installed, this library was built for libcamera ");
	CHECK_EQ(rlc_manager_close(manager), 0);
}

int main(int count, char **arguments)
{
	if (count < 3 || (strcmp(arguments[1], "fits") != 0 && strcmp(arguments[1], "other") != 0)) {
		fprintf(stderr, "usage: real_libcamera fits|other VERSION [PARTS [CAMERA]]\n");
		return 2;
	}
	version = arguments[2];
	parts = count > 3 ? arguments[3] : "";
	camera_id = count > 4 ? arguments[4] : "";
	if (strcmp(arguments[1], "other") == 0) {
		RUN(another_version_is_told_with_the_command);
		RUN(a_camera_of_it_is_refused_with_the_reason);
		RUN(a_simulated_camera_beside_it_captures);
		return check_summary();
	}
	RUN(the_version_is_recognised);
	RUN(managers_come_and_go);
	RUN(its_cameras_are_listed);
	RUN(a_camera_that_is_not_there);
	RUN(a_simulated_camera_beside_it_captures);
	if (camera_id[0] != '\0')
		RUN(its_camera_captures);
	return check_summary();
}
