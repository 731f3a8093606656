/* SPDX-License-Identifier: Apache-2.0 */
/* Every call in every state, with what it must return there. */
#include "session.h"

enum state { AVAILABLE, ACQUIRED, CONFIGURED, RUNNING, CLOSED, STATES };

static const char *const state_names[STATES] = { "available", "acquired", "configured", "running", "closed" };

static uint64_t manager;

static int configure(uint64_t camera)
{
	rlc_configuration configuration = configuration_of("NV12", 64, 48, 4);
	return rlc_camera_configure(camera, &configuration);
}

static int validate(uint64_t camera)
{
	rlc_configuration configuration = configuration_of("", 0, 0, 0);
	return rlc_camera_validate(camera, &configuration);
}

static int ring(uint64_t camera)
{
	int fd;
	uint64_t size;
	return rlc_camera_ring(camera, &fd, &size);
}

static int plane(uint64_t camera)
{
	rlc_plane out = { .size = sizeof(out) };
	return rlc_camera_plane(camera, 3, 0, 1, &out);
}

static int queue(uint64_t camera)
{
	return rlc_camera_queue(camera, 0);
}

static int queue_controls(uint64_t camera)
{
	return rlc_camera_queue_controls(camera, 0, NULL, 0);
}

static int info(uint64_t camera)
{
	rlc_camera_info out = { .size = sizeof(out) };
	return rlc_camera_info_get(camera, &out);
}

static int formats(uint64_t camera)
{
	uint32_t count;
	return rlc_camera_formats(camera, RLC_ROLE_VIEWFINDER, NULL, 0, &count);
}

static int control_name(uint64_t camera)
{
	char name[RLC_NAME_SIZE];
	return rlc_control_name(camera, 1, name, sizeof(name));
}

static int control_find(uint64_t camera)
{
	rlc_control_info out = { .size = sizeof(out) };
	return rlc_control_find(camera, "Brightness", &out);
}

static int controls(uint64_t camera)
{
	uint32_t count;
	return rlc_camera_controls(camera, NULL, 0, &count);
}

/* clang-format off */
static const struct {
	const char *name;
	int (*call)(uint64_t camera);
	int expected[STATES];
} calls[] = {
	/*                                        available acquired  configured running  closed */
	{ "info", info,                         { 0,        0,        0,         0,       -EBADF } },
	{ "formats", formats,                   { 0,        0,        0,         0,       -EBADF } },
	{ "validate", validate,                 { 0,        0,        0,         0,       -EBADF } },
	{ "control_name", control_name,         { 0,        0,        0,         0,       -EBADF } },
	{ "control_find", control_find,         { 0,        0,        0,         0,       -EBADF } },
	{ "controls", controls,                 { 0,        0,        0,         0,       -EBADF } },
	{ "acquire", rlc_camera_acquire,        { 0,        -EBUSY,   -EBUSY,    -EBUSY,  -EBADF } },
	{ "configure", configure,               { -EACCES,  0,        0,         -EACCES, -EBADF } },
	{ "ring", ring,                         { -EACCES,  -EACCES,  0,         0,       -EBADF } },
	{ "plane", plane,                       { -EACCES,  -EACCES,  0,         0,       -EBADF } },
	{ "start", rlc_camera_start,            { -EACCES,  -EACCES,  0,         -EACCES, -EBADF } },
	{ "queue", queue,                       { -EACCES,  -EACCES,  -EACCES,   0,       -EBADF } },
	{ "queue_controls", queue_controls,     { -EACCES,  -EACCES,  -EACCES,   0,       -EBADF } },
	{ "stop", rlc_camera_stop,              { -EACCES,  -EACCES,  0,         0,       -EBADF } },
	{ "release", rlc_camera_release,        { 0,        0,        0,         -EBUSY,  -EBADF } },
	{ "close", rlc_camera_close,            { 0,        0,        0,         0,       -EBADF } },
};
/* clang-format on */

static uint64_t camera_in(enum state state)
{
	uint64_t camera = 0;

	CHECK_EQ(rlc_camera_open(manager, "simulated:bars?unpaced", &camera), 0);
	if (state >= ACQUIRED)
		CHECK_EQ(rlc_camera_acquire(camera), 0);
	if (state >= CONFIGURED)
		CHECK_EQ(configure(camera), 0);
	if (state >= RUNNING)
		CHECK_EQ(rlc_camera_start(camera), 0);
	if (state >= CLOSED)
		CHECK_EQ(rlc_camera_close(camera), 0);
	return camera;
}

static void every_call_in_every_state(void)
{
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		for (int state = 0; state < STATES; state++) {
			uint64_t camera = camera_in(state);
			int ret = calls[i].call(camera);
			if (ret != calls[i].expected[state])
				check_complain("%s of a camera that is %s: %d, not %d (%s)\n", calls[i].name,
					       state_names[state], ret, calls[i].expected[state], last_error());
			if (ret != 0)
				CHECK(last_error()[0] != '\0');
			rlc_camera_close(camera);
		}
	}
}

static void a_refused_call_names_the_state(void)
{
	uint64_t camera = camera_in(ACQUIRED);

	CHECK_EQ(rlc_camera_start(camera), -EACCES);
	CHECK_CONTAINS(last_error(), "acquired");
	CHECK_EQ(rlc_camera_queue(camera, 0), -EACCES);
	CHECK_CONTAINS(last_error(), "running");
	rlc_camera_close(camera);
}

static void all_the_way_round_twice(void)
{
	uint64_t camera = camera_in(AVAILABLE);

	for (int round = 0; round < 2; round++) {
		CHECK_EQ(rlc_camera_acquire(camera), 0);
		CHECK_EQ(configure(camera), 0);
		CHECK_EQ(configure(camera), 0);
		for (int run = 0; run < 2; run++) {
			CHECK_EQ(rlc_camera_start(camera), 0);
			CHECK_EQ(rlc_camera_queue(camera, 0), 0);
			CHECK_EQ(rlc_camera_stop(camera), 0);
			CHECK_EQ(rlc_camera_stop(camera), 0);
		}
		CHECK_EQ(rlc_camera_release(camera), 0);
		CHECK_EQ(rlc_camera_release(camera), 0);
	}
	CHECK_EQ(rlc_camera_close(camera), 0);
}

static void a_configure_that_fails_leaves_the_camera_acquired(void)
{
	uint64_t camera = camera_in(CONFIGURED);
	rlc_configuration odd = configuration_of("NV12", 63, 48, 4);
	const rlc_configuration before = odd;

	CHECK_EQ(rlc_camera_configure(camera, &odd), -EINVAL);
	CHECK(memcmp(&odd, &before, sizeof(odd)) == 0);
	CHECK_EQ(ring(camera), -EACCES);
	CHECK_EQ(rlc_camera_start(camera), -EACCES);
	CHECK_EQ(configure(camera), 0);
	CHECK_EQ(rlc_camera_start(camera), 0);
	rlc_camera_close(camera);
}

static void one_camera_is_acquired_once_whatever_its_options(void)
{
	uint64_t first = camera_in(ACQUIRED), second = 0, other = 0;

	CHECK_EQ(rlc_camera_open(manager, "simulated:bars?fps=5", &second), 0);
	CHECK_EQ(rlc_camera_acquire(second), -EBUSY);
	CHECK_CONTAINS(last_error(), "simulated:bars");
	CHECK_EQ(rlc_camera_open(manager, "simulated:gradient", &other), 0);
	CHECK_EQ(rlc_camera_acquire(other), 0);
	CHECK_EQ(rlc_camera_release(first), 0);
	CHECK_EQ(rlc_camera_acquire(second), 0);
	CHECK_EQ(rlc_camera_acquire(first), -EBUSY);
	CHECK_EQ(rlc_camera_close(second), 0);
	CHECK_EQ(rlc_camera_acquire(first), 0);
	rlc_camera_close(first);
	rlc_camera_close(other);
}

static void a_closed_manager_closes_its_cameras(void)
{
	uint64_t others = open_manager(), camera = 0, running = camera_in(RUNNING);

	CHECK_EQ(rlc_camera_open(others, "simulated:gradient", &camera), 0);
	CHECK_EQ(rlc_manager_close(manager), 0);
	CHECK_EQ(info(running), -EBADF);
	CHECK_EQ(rlc_camera_queue(running, 0), -EBADF);
	CHECK_EQ(info(camera), 0);
	CHECK_EQ(rlc_manager_close(others), 0);
	CHECK_EQ(info(camera), -EBADF);
	manager = open_manager();
}

int main(void)
{
	manager = open_manager();
	RUN(every_call_in_every_state);
	RUN(a_refused_call_names_the_state);
	RUN(all_the_way_round_twice);
	RUN(a_configure_that_fails_leaves_the_camera_acquired);
	RUN(one_camera_is_acquired_once_whatever_its_options);
	RUN(a_closed_manager_closes_its_cameras);
	rlc_manager_close(manager);
	return check_summary();
}
