/* SPDX-License-Identifier: Apache-2.0 */
/* Events: cameras that come and go, and the log of a camera system. */
#include <pthread.h>

#include "session.h"

#define AT_ONCE 0
#define LONG INT64_C(20000000000)
#define ID "simulated:gradient"

/* What MANAGER's next event is, within TIMEOUT_NS; its size is 0 where there is none. */
static rlc_event next(uint64_t manager, int64_t timeout_ns)
{
	rlc_event event = { .size = sizeof(event) };

	if (rlc_manager_event(manager, timeout_ns, &event) != 0)
		event.size = 0;
	return event;
}

#define CHECK_CAMERA(event_, type_, id_)                                                                               \
	do {                                                                                                           \
		const rlc_event is = event_;                                                                           \
		CHECK_EQ(is.type, type_);                                                                              \
		CHECK_EQ(is.camera.kind, RLC_KIND_SIMULATED);                                                          \
		CHECK(strcmp(is.camera.id, id_) == 0);                                                                 \
		CHECK_CONTAINS(is.camera.model, "gradient");                                                           \
	} while (0)

/* Pulls the camera out, with these options. */
static void disconnect(const char *options)
{
	const rlc_configuration configuration = configuration_of("NV12", 32, 16, 1);
	struct session session;
	char id[RLC_ID_SIZE];

	snprintf(id, sizeof(id), ID "?unpaced&disconnect=0%s", options);
	REQUIRE(session_open(&session, id, &configuration));
	CHECK_EQ(rlc_camera_start(session.camera), 0);
	/* Its own manager has the news as well; it may hear that the camera is back from an earlier disconnect first. */
	rlc_event news = next(session.manager, LONG);
	if (news.type == RLC_EVENT_ADDED)
		news = next(session.manager, LONG);
	CHECK_CAMERA(news, RLC_EVENT_REMOVED, ID);
	session_close(&session);
}

static void plug_in(uint64_t manager)
{
	uint64_t camera = 0;

	CHECK_EQ(rlc_camera_open(manager, ID "?plug", &camera), 0);
	CHECK_EQ(rlc_camera_close(camera), 0);
}

static void a_camera_that_goes_and_comes_is_told_to_all_managers(void)
{
	uint64_t first = open_manager(), second = open_manager();

	CHECK_EQ(next(first, AT_ONCE).size, 0);
	disconnect("");
	CHECK_CAMERA(next(first, AT_ONCE), RLC_EVENT_REMOVED, ID);
	CHECK_EQ(next(first, AT_ONCE).size, 0);
	plug_in(first);
	plug_in(first);
	CHECK_CAMERA(next(first, AT_ONCE), RLC_EVENT_ADDED, ID);
	CHECK_EQ(next(first, AT_ONCE).size, 0);
	CHECK_CAMERA(next(second, AT_ONCE), RLC_EVENT_REMOVED, ID);
	CHECK_CAMERA(next(second, AT_ONCE), RLC_EVENT_ADDED, ID);
	CHECK_EQ(rlc_manager_close(first), 0);
	CHECK_EQ(rlc_manager_close(second), 0);
}

static void a_camera_that_comes_back_by_itself_is_told_when_it_does(void)
{
	uint64_t manager = open_manager();

	disconnect("&reconnect=500"); /* late enough that the unplug is told first */
	CHECK_CAMERA(next(manager, LONG), RLC_EVENT_REMOVED, ID);
	CHECK_CAMERA(next(manager, LONG), RLC_EVENT_ADDED, ID);
	/* Also where nobody looks between two disconnects. */
	disconnect("&reconnect=0");
	disconnect("&reconnect=0");
	CHECK_CAMERA(next(manager, LONG), RLC_EVENT_REMOVED, ID);
	CHECK_CAMERA(next(manager, LONG), RLC_EVENT_ADDED, ID);
	CHECK_CAMERA(next(manager, LONG), RLC_EVENT_REMOVED, ID);
	CHECK_CAMERA(next(manager, LONG), RLC_EVENT_ADDED, ID);
	CHECK_EQ(next(manager, AT_ONCE).size, 0);
	CHECK_EQ(rlc_manager_close(manager), 0);
}

static void events_that_nobody_fetches_become_one_that_says_so(void)
{
	uint64_t manager = open_manager();

	for (int i = 0; i < 40; i++) {
		disconnect("");
		plug_in(manager);
	}
	rlc_event lost = next(manager, AT_ONCE);
	CHECK_EQ(lost.type, RLC_EVENT_LOST);
	CHECK_EQ(lost.lost, 80);
	CHECK_EQ(next(manager, AT_ONCE).size, 0);
	disconnect("");
	plug_in(manager);
	CHECK_CAMERA(next(manager, AT_ONCE), RLC_EVENT_REMOVED, ID);
	CHECK_CAMERA(next(manager, AT_ONCE), RLC_EVENT_ADDED, ID);
	CHECK_EQ(rlc_manager_close(manager), 0);
}

static void a_manager_without_such_cameras_hears_nothing_of_them(void)
{
	const rlc_manager_options options = { .size = sizeof(options) };
	uint64_t manager = 0, other = open_manager();

	CHECK_EQ(rlc_manager_open(&options, &manager), 0);
	disconnect("");
	plug_in(other);
	CHECK_EQ(next(manager, AT_ONCE).size, 0);
	CHECK_EQ(rlc_manager_close(manager), 0);
	CHECK_EQ(rlc_manager_close(other), 0);
}

static void *wait_for_ever(void *manager)
{
	rlc_event event = { .size = sizeof(event) };

	return (void *)(intptr_t)rlc_manager_event(*(uint64_t *)manager, -1, &event);
}

static void a_close_ends_the_wait(void)
{
	for (int i = 0; i < 50; i++) {
		uint64_t manager = open_manager();
		pthread_t thread;
		void *result;
		REQUIRE(pthread_create(&thread, NULL, wait_for_ever, &manager) == 0);
		CHECK_EQ(rlc_manager_close(manager), 0);
		pthread_join(thread, &result);
		CHECK_EQ((intptr_t)result, -EBADF);
	}
}

static void wrong_calls(void)
{
	uint64_t manager = open_manager();
	rlc_event event = { .size = sizeof(event) };
	rlc_manager_options options = { .size = sizeof(options), .log = RLC_LOG_DEBUG + 1 };

	CHECK_EQ(rlc_manager_event(manager, 0, NULL), -EINVAL);
	event.size--;
	CHECK_EQ(rlc_manager_event(manager, 0, &event), -EINVAL);
	event.size++;
	CHECK_EQ(rlc_manager_event(0, 0, &event), -EBADF);
	CHECK_EQ(rlc_manager_event(manager + 1, -1, &event), -EBADF);
	CHECK_EQ(rlc_manager_event(manager, 1000, &event), -ETIMEDOUT);
	CHECK_EQ(rlc_manager_close(manager), 0);
	CHECK_EQ(rlc_manager_event(manager, -1, &event), -EBADF);
	CHECK_EQ(rlc_manager_open(&options, &manager), -EINVAL);
	CHECK_CONTAINS(last_error(), "no level of a log");
}

static uint64_t open_fake(uint32_t log)
{
	rlc_manager_options options = { .size = sizeof(options), .libcamera = 1, .log = log };
	uint64_t manager = 0;

	strcpy(options.part_directory, PARTS "/good");
	CHECK_EQ(rlc_manager_open(&options, &manager), 0);
	return manager;
}

#define CHECK_LINE(event_, level_, category_, message_)                                                                \
	do {                                                                                                           \
		const rlc_event is = event_;                                                                           \
		CHECK_EQ(is.type, RLC_EVENT_LOG);                                                                      \
		CHECK_EQ(is.level, level_);                                                                            \
		CHECK_EQ(is.lost, 0);                                                                                  \
		CHECK(strcmp(is.category, category_) == 0);                                                            \
		CHECK(strcmp(is.message, message_) == 0);                                                              \
	} while (0)

static void what_a_camera_system_tells_at_its_start_is_kept(void)
{
	uint64_t manager = open_fake(RLC_LOG_DEBUG);

	rlc_event added = next(manager, AT_ONCE);
	CHECK_EQ(added.type, RLC_EVENT_ADDED);
	CHECK(strcmp(added.camera.id, "fake") == 0);
	CHECK_LINE(next(manager, AT_ONCE), RLC_LOG_INFO, "Camera", "manager.cpp:327 version 9.9");
	CHECK_LINE(next(manager, AT_ONCE), RLC_LOG_WARN, "IPA", "ipa.cpp:1 [odd] text");
	CHECK_LINE(next(manager, AT_ONCE), RLC_LOG_ERROR, "V4L2", "v4l2.cpp:2 'dev': gone");
	CHECK_LINE(next(manager, AT_ONCE), RLC_LOG_DEBUG, "Request", "request.cpp:3 two\nlines");
	CHECK_LINE(next(manager, AT_ONCE), RLC_LOG_INFO, "", "not a line");
	CHECK_EQ(next(manager, AT_ONCE).level, RLC_LOG_INFO); /* one that is cut */
	CHECK_EQ(next(manager, AT_ONCE).size, 0);
	CHECK_EQ(rlc_manager_close(manager), 0);
}

static void lines_above_the_level_are_dropped(void)
{
	uint64_t manager = open_fake(RLC_LOG_WARN);

	CHECK_EQ(next(manager, AT_ONCE).type, RLC_EVENT_ADDED);
	CHECK_EQ(next(manager, AT_ONCE).level, RLC_LOG_WARN);
	CHECK_EQ(next(manager, AT_ONCE).level, RLC_LOG_ERROR);
	CHECK_EQ(next(manager, AT_ONCE).size, 0);
	CHECK_EQ(rlc_manager_close(manager), 0);
	manager = open_fake(RLC_LOG_OFF);
	CHECK_EQ(next(manager, AT_ONCE).type, RLC_EVENT_ADDED);
	CHECK_EQ(next(manager, AT_ONCE).size, 0);
	CHECK_EQ(rlc_manager_close(manager), 0);
	manager = open_fake(RLC_LOG_UNTOUCHED);
	CHECK_EQ(next(manager, AT_ONCE).type, RLC_EVENT_ADDED);
	CHECK_EQ(next(manager, AT_ONCE).size, 0);
	CHECK_EQ(rlc_manager_close(manager), 0);
}

static void lines_that_nobody_fetches_are_counted(void)
{
	uint64_t manager = 0;
	uint32_t lines = 0, lost = 0;

	for (int i = 0; i < 30; i++) {
		if (manager != 0)
			CHECK_EQ(rlc_manager_close(manager), 0);
		manager = open_fake(RLC_LOG_DEBUG);
	}
	CHECK_EQ(next(manager, AT_ONCE).type, RLC_EVENT_ADDED);
	for (;;) {
		rlc_event line = next(manager, AT_ONCE);
		if (line.size == 0)
			break;
		CHECK_EQ(line.type, RLC_EVENT_LOG);
		lines++;
		lost += line.lost;
	}
	CHECK(lost > 0);
	CHECK_EQ(lines + lost, 30 * 6);
	CHECK_EQ(rlc_manager_close(manager), 0);
}

int main(void)
{
	RUN(a_camera_that_goes_and_comes_is_told_to_all_managers);
	RUN(a_camera_that_comes_back_by_itself_is_told_when_it_does);
	RUN(events_that_nobody_fetches_become_one_that_says_so);
	RUN(a_manager_without_such_cameras_hears_nothing_of_them);
	RUN(a_close_ends_the_wait);
	RUN(wrong_calls);
	RUN(what_a_camera_system_tells_at_its_start_is_kept);
	RUN(lines_above_the_level_are_dropped);
	RUN(lines_that_nobody_fetches_are_counted);
	return check_summary();
}
