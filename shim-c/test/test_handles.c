/* SPDX-License-Identifier: Apache-2.0 */
/* Arguments that are wrong by themselves. */
#include "session.h"

static uint64_t manager, camera;

static void no_handle_but_the_right_one(void)
{
	const uint64_t wrong[] = {
		0, 1, manager, camera + 1, camera + (1u << 16), camera & 0xffff, UINT64_MAX, 0xdeadbeefdeadbeef
	};
	rlc_camera_info info = { .size = sizeof(info) };
	rlc_libcamera_info libcamera = { .size = sizeof(libcamera) };
	uint64_t opened = 0;
	uint32_t count;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		CHECK_EQ(rlc_camera_info_get(wrong[i], &info), -EBADF);
		CHECK_EQ(rlc_camera_queue(wrong[i], 0), -EBADF);
		CHECK_EQ(rlc_camera_close(wrong[i]), -EBADF);
		if (wrong[i] == manager)
			continue;
		CHECK_EQ(rlc_manager_close(wrong[i]), -EBADF);
		CHECK_EQ(rlc_manager_libcamera(wrong[i], &libcamera), -EBADF);
		CHECK_EQ(rlc_manager_cameras(wrong[i], NULL, 0, &count), -EBADF);
		CHECK_EQ(rlc_camera_open(wrong[i], "simulated:bars", &opened), -EBADF);
	}
	CHECK_EQ(opened, 0);
	CHECK_EQ(rlc_manager_close(camera), -EBADF);
}

static void handles_are_positive_and_never_come_back(void)
{
	uint64_t last = camera;

	for (int i = 0; i < 1000; i++) {
		uint64_t next = 0;
		CHECK_EQ(rlc_camera_open(manager, "simulated:gradient", &next), 0);
		CHECK(next > last && next <= INT64_MAX);
		CHECK_EQ(rlc_camera_close(next), 0);
		CHECK_EQ(rlc_camera_close(next), -EBADF);
		last = next;
	}
	CHECK_CONTAINS(last_error(), "closed");
}

static void the_tables_are_finite(void)
{
	uint64_t handles[300];
	int opened = 0, ret = 0;

	while (opened < 300 && (ret = rlc_camera_open(manager, "simulated:gradient", &handles[opened])) == 0)
		opened++;
	CHECK_EQ(ret, -EMFILE);
	CHECK_EQ(opened, 255);
	while (opened > 0)
		CHECK_EQ(rlc_camera_close(handles[--opened]), 0);

	const rlc_manager_options options = { .size = sizeof(options), .simulated = 1 };
	while (opened < 300 && (ret = rlc_manager_open(&options, &handles[opened])) == 0)
		opened++;
	CHECK_EQ(ret, -EMFILE);
	CHECK_EQ(opened, 63);
	while (opened > 0)
		CHECK_EQ(rlc_manager_close(handles[--opened]), 0);
}

static void null_pointers(void)
{
	const rlc_manager_options options = { .size = sizeof(options) };
	rlc_camera_info info = { .size = sizeof(info) };
	rlc_format format = { .size = sizeof(format) };
	char name[RLC_NAME_SIZE];
	uint64_t handle;
	uint32_t count;
	int fd;

	CHECK_EQ(rlc_manager_open(NULL, &handle), -EINVAL);
	CHECK_EQ(rlc_manager_open(&options, NULL), -EINVAL);
	CHECK_EQ(rlc_manager_libcamera(manager, NULL), -EINVAL);
	CHECK_EQ(rlc_manager_cameras(manager, &info, 1, NULL), -EINVAL);
	CHECK_EQ(rlc_manager_cameras(manager, NULL, 1, &count), -EINVAL);
	CHECK_EQ(rlc_camera_open(manager, NULL, &handle), -EINVAL);
	CHECK_EQ(rlc_camera_open(manager, "simulated:bars", NULL), -EINVAL);
	CHECK_EQ(rlc_camera_info_get(camera, NULL), -EINVAL);
	CHECK_EQ(rlc_camera_formats(camera, RLC_ROLE_VIEWFINDER, NULL, 1, &count), -EINVAL);
	CHECK_EQ(rlc_camera_formats(camera, RLC_ROLE_VIEWFINDER, &format, 1, NULL), -EINVAL);
	CHECK_EQ(rlc_camera_validate(camera, NULL), -EINVAL);
	CHECK_EQ(rlc_camera_configure(camera, NULL), -EINVAL);
	CHECK_EQ(rlc_camera_ring(camera, NULL, &handle), -EINVAL);
	CHECK_EQ(rlc_camera_ring(camera, &fd, NULL), -EINVAL);
	CHECK_EQ(rlc_camera_plane(camera, 0, 0, 0, NULL), -EINVAL);
	CHECK_EQ(rlc_control_name(camera, 1, NULL, sizeof(name)), -EINVAL);
	CHECK_EQ(rlc_control_name(camera, 1, name, 5), -ENOSPC);
	CHECK_EQ(rlc_control_name(camera, 4711, name, sizeof(name)), -ENOENT);
}

static void sizes_of_another_abi(void)
{
	rlc_manager_options options = { .size = sizeof(options) - 1 };
	rlc_libcamera_info libcamera = { .size = 0 };
	rlc_camera_info infos[2] = { { .size = sizeof(infos[0]) }, { .size = 0 } };
	rlc_format formats[2] = { { .size = sizeof(formats[0]) }, { .size = UINT32_MAX } };
	rlc_plane plane = { .size = 8 };
	uint64_t handle;
	uint32_t count;

	CHECK_EQ(rlc_manager_open(&options, &handle), -EINVAL);
	CHECK_CONTAINS(last_error(), "1039");
	CHECK_CONTAINS(last_error(), "1040");
	CHECK_EQ(rlc_manager_libcamera(manager, &libcamera), -EINVAL);
	CHECK_EQ(rlc_manager_cameras(manager, infos, 2, &count), -EINVAL);
	CHECK_EQ(rlc_camera_info_get(camera, &infos[1]), -EINVAL);
	CHECK_EQ(rlc_camera_formats(camera, RLC_ROLE_VIEWFINDER, formats, 2, &count), -EINVAL);
	CHECK_EQ(rlc_camera_plane(camera, 0, 0, 0, &plane), -EINVAL);
}

static void strings_without_an_end(void)
{
	rlc_manager_options options = { .size = sizeof(options) };
	rlc_configuration configuration = configuration_of("", 0, 0, 0);
	char id[RLC_ID_SIZE + 1];
	uint64_t handle;

	memset(options.part_directory, 'x', sizeof(options.part_directory));
	CHECK_EQ(rlc_manager_open(&options, &handle), -EINVAL);
	memset(configuration.streams[0].pixel_format, 'x', RLC_FORMAT_SIZE);
	CHECK_EQ(rlc_camera_validate(camera, &configuration), -EINVAL);
	CHECK_CONTAINS(last_error(), "terminated");
	memset(id, 'x', RLC_ID_SIZE);
	id[RLC_ID_SIZE] = '\0';
	CHECK_EQ(rlc_camera_open(manager, id, &handle), -EINVAL);
	CHECK_EQ(rlc_camera_open(manager, "", &handle), -EINVAL);
}

static void check_invalid(rlc_configuration configuration, const char *sentence)
{
	CHECK_EQ(rlc_camera_validate(camera, &configuration), -EINVAL);
	CHECK_CONTAINS(last_error(), sentence);
	CHECK_EQ(rlc_camera_configure(camera, &configuration), -EINVAL);
	CHECK_CONTAINS(last_error(), sentence);
}

static void configurations_that_no_camera_has(void)
{
	const rlc_configuration good = configuration_of("NV12", 64, 48, 4);
	rlc_configuration bad;

	bad = good, bad.stream_count = 0;
	check_invalid(bad, "1 to 4 streams");
	bad = good, bad.stream_count = 5;
	check_invalid(bad, "1 to 4 streams");
	bad = good, bad.memory = RLC_MEMORY_IMPORTED + 1;
	check_invalid(bad, "memory kind 5");
	bad = good, bad.frame_duration_ns = -1;
	check_invalid(bad, "negative");
	bad = good, bad.streams[0].role = 0;
	check_invalid(bad, "role 0");
	bad = good, bad.streams[0].role = 5;
	check_invalid(bad, "role 5");
	bad = good, bad.streams[0].buffer_count = 65;
	check_invalid(bad, "1 to 64");
	bad = good, bad.streams[0].height = 0;
	check_invalid(bad, "64x0");
}

static void ids_and_options(void)
{
	static const struct {
		const char *id;
		int expected;
		const char *sentence;
	} ids[] = {
		{ "simulated:bars?fps=1", 0, "" },
		{ "simulated:bars?fps=1000", 0, "" },
		{ "simulated:gradient?fps=5&unpaced", 0, "" },
		{ "simulated:rain", -ENODEV, "simulated:bars, simulated:gradient and simulated:noise" },
		{ "simulated:", -ENODEV, "simulated:bars" },
		{ "simulated:barsx", -ENODEV, "simulated:bars" },
		{ "simulated:bars?", -EINVAL, "unpaced" },
		{ "simulated:bars?fps=", -EINVAL, "1 to 1000" },
		{ "simulated:bars?fps=0", -EINVAL, "1 to 1000" },
		{ "simulated:bars?fps=1001", -EINVAL, "1 to 1000" },
		{ "simulated:bars?fps=99999999999999999999", -EINVAL, "1 to 1000" },
		{ "simulated:bars?fps=-1", -EINVAL, "1 to 1000" },
		{ "simulated:bars?fps", -EINVAL, "1 to 1000" },
		{ "simulated:noise", 0, "" },
		{ "simulated:bars?errors=1&gaps=1&stall=0&stall-below=1&backlog=1&slow=1&start-refused=1", 0, "" },
		{ "simulated:bars?disconnect=0&reconnect=0&plug", 0, "" },
		{ "simulated:bars?stall-below=64&backlog=64&slow=60000", 0, "" },
		{ "simulated:bars?errors=0", -EINVAL, "errors is a number from 1 to 1000000" },
		{ "simulated:bars?gaps=0", -EINVAL, "gaps is a number from 1 to 1000000" },
		{ "simulated:bars?stall=1000001", -EINVAL, "stall is a number from 0 to 1000000" },
		{ "simulated:bars?stall", -EINVAL, "stall is a number from 0 to 1000000" },
		{ "simulated:bars?stall-below=65", -EINVAL, "stall-below is a number from 1 to 64" },
		{ "simulated:bars?disconnect=x", -EINVAL, "disconnect is a number from 0 to 1000000" },
		{ "simulated:bars?reconnect=1e3", -EINVAL, "reconnect is a number from 0 to 1000000" },
		{ "simulated:bars?backlog=0", -EINVAL, "backlog is a number from 1 to 64" },
		{ "simulated:bars?slow= 5", -EINVAL, "slow is a number from 1 to 60000" },
		{ "simulated:bars?start-refused=", -EINVAL, "start-refused is a number from 1 to 1000000" },
		{ "simulated:bars?plug=1", -EINVAL, "unknown option \"plug=1\"" },
		{ "simulated:bars?stal=1", -EINVAL, "unknown option \"stal=1\"" },
		{ "simulated:bars?=1", -EINVAL, "unknown option \"=1\"" },
		{ "simulated:bars?colour=red", -EINVAL, "fps" },
		{ "simulated:bars?unpaced&", -EINVAL, "unpaced" },
		{ "elsewhere", -ENODEV, "without libcamera" },
		{ "%s%n%s", -ENODEV, "%s%n%s" },
	};

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		uint64_t handle = 0;
		int ret = rlc_camera_open(manager, ids[i].id, &handle);
		if (ret != ids[i].expected)
			check_complain("%s: %d, not %d\n", ids[i].id, ret, ids[i].expected);
		if (ret != 0)
			CHECK_CONTAINS(last_error(), ids[i].sentence);
		else
			CHECK_EQ(rlc_camera_close(handle), 0);
	}
}

static void planes_and_slots_that_are_not_there(void)
{
	rlc_configuration configuration = configuration_of("NV12", 64, 48, 4);
	rlc_plane plane = { .size = sizeof(plane) };

	CHECK_EQ(rlc_camera_acquire(camera), 0);
	CHECK_EQ(rlc_camera_configure(camera, &configuration), 0);
	CHECK_EQ(rlc_camera_plane(camera, 4, 0, 0, &plane), -EINVAL);
	CHECK_EQ(rlc_camera_plane(camera, 0, 1, 0, &plane), -EINVAL);
	CHECK_EQ(rlc_camera_plane(camera, 0, 0, 2, &plane), -EINVAL);
	CHECK_EQ(rlc_camera_plane(camera, UINT32_MAX, 0, 0, &plane), -EINVAL);
	CHECK_EQ(rlc_camera_start(camera), 0);
	CHECK_EQ(rlc_camera_queue(camera, 4), -EINVAL);
	CHECK_EQ(rlc_camera_queue(camera, UINT32_MAX), -EINVAL);
	CHECK_CONTAINS(last_error(), "there are 4");
	CHECK_EQ(rlc_camera_stop(camera), 0);
	CHECK_EQ(rlc_camera_release(camera), 0);
}

static void what_the_options_leave_out(void)
{
	const rlc_manager_options none = { .size = sizeof(none) };
	rlc_libcamera_info info = { .size = sizeof(info) };
	rlc_camera_info infos[4];
	uint64_t empty = 0, handle;
	uint32_t count = 4711;

	CHECK_EQ(rlc_manager_open(&none, &empty), 0);
	CHECK_EQ(rlc_manager_cameras(empty, NULL, 0, &count), 0);
	CHECK_EQ(count, 0);
	CHECK_EQ(rlc_camera_open(empty, "simulated:bars", &handle), -ENODEV);
	CHECK_CONTAINS(last_error(), "without simulated");
	CHECK_EQ(rlc_manager_libcamera(empty, &info), 0);
	CHECK_EQ(info.state, RLC_LIBCAMERA_LEFT_OUT);
	CHECK_EQ(rlc_manager_close(empty), 0);
	CHECK_EQ(rlc_manager_close(empty), -EBADF);

	for (int i = 0; i < 4; i++)
		infos[i] = (rlc_camera_info){ .size = sizeof(infos[i]) };
	CHECK_EQ(rlc_manager_cameras(manager, infos, 1, &count), 0);
	CHECK_EQ(count, 3);
	CHECK(strcmp(infos[0].id, "simulated:bars") == 0);
	CHECK_EQ(infos[0].kind, RLC_KIND_SIMULATED);
	CHECK(infos[1].id[0] == '\0');
	CHECK_EQ(rlc_manager_cameras(manager, infos, 4, &count), 0);
	CHECK(strcmp(infos[1].id, "simulated:gradient") == 0);
	CHECK(strcmp(infos[2].id, "simulated:noise") == 0);
	CHECK(infos[3].id[0] == '\0');
}

int main(void)
{
	manager = open_manager();
	rlc_camera_open(manager, "simulated:bars", &camera);
	RUN(no_handle_but_the_right_one);
	RUN(handles_are_positive_and_never_come_back);
	RUN(the_tables_are_finite);
	RUN(null_pointers);
	RUN(sizes_of_another_abi);
	RUN(strings_without_an_end);
	RUN(configurations_that_no_camera_has);
	RUN(ids_and_options);
	RUN(planes_and_slots_that_are_not_there);
	RUN(what_the_options_leave_out);
	rlc_manager_close(manager);
	return check_summary();
}
