/* SPDX-License-Identifier: Apache-2.0 */
/* The simulated camera's faults, each as it is seen by who captures. */
#include <pthread.h>
#include <time.h>

#include "session.h"

#define SLOTS 4u
#define WHILE_NS INT64_C(20000000)

static int64_t now_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void sleep_ns(int64_t ns)
{
	const struct timespec time = { .tv_sec = ns / 1000000000, .tv_nsec = ns % 1000000000 };
	nanosleep(&time, NULL);
}

static bool open_session(struct session *session, const char *id)
{
	const rlc_configuration configuration = configuration_of("NV12", 32, 16, SLOTS);
	return session_open(session, id, &configuration);
}

static bool open_running(struct session *session, const char *id)
{
	if (!open_session(session, id))
		return false;
	CHECK_EQ(rlc_camera_start(session->camera), 0);
	return true;
}

/* Waits for the next frame and queues its slot again. */
static rlc_frame_header next_frame(struct session *session)
{
	rlc_record record = session_wait(session);
	const rlc_slot_header *header = session_slot(session, record.slot);
	const rlc_frame_header frame = header->frames[0];

	CHECK_EQ(header->status, RLC_REQUEST_COMPLETE);
	int ret = rlc_camera_queue(session->camera, record.slot);
	CHECK(ret == 0 || ret == -ENODEV);
	return frame;
}

/* Whether no completion comes for a while. That one comes late is possible, that one comes which must not is what fails. */
static bool nothing_comes(struct session *session)
{
	uint32_t expected = __atomic_load_n(&session->ring->wake_sequence, __ATOMIC_SEQ_CST);
	__atomic_store_n(&session->ring->sleeping, 1, __ATOMIC_SEQ_CST);
	if (!session_unread(session))
		rlc_wait(session->ring, expected, WHILE_NS);
	__atomic_store_n(&session->ring->sleeping, 0, __ATOMIC_SEQ_CST);
	return !session_unread(session);
}

static uint32_t count_cancelled(struct session *session)
{
	uint32_t count = 0;
	while (session_unread(session))
		count += session_slot(session, session_take(session).slot)->status == RLC_REQUEST_CANCELLED;
	return count;
}

/* ---- Frames ---------------------------------------------------------------------------------------------------------- */

static void every_third_frame_is_an_error(void)
{
	static const char *const ids[] = { "simulated:bars?unpaced&errors=3", "simulated:bars?fps=1000&errors=3" };

	for (int i = 0; i < 2; i++) {
		struct session session;
		REQUIRE(open_running(&session, ids[i]));
		session_queue_all(&session);
		for (uint32_t n = 1; n <= 30; n++) {
			const rlc_frame_header frame = next_frame(&session);
			CHECK_EQ(frame.status, n % 3 == 0 ? RLC_FRAME_ERROR : RLC_FRAME_SUCCESS);
			CHECK_EQ(frame.bytes_used[0], 32 * 16);
		}
		session_close(&session);
	}
}

static void every_fifth_picture_is_lost(void)
{
	struct session session;
	uint32_t expected = 0;

	REQUIRE(open_running(&session, "simulated:bars?unpaced&gaps=4"));
	session_queue_all(&session);
	for (uint32_t n = 1; n <= 40; n++) {
		CHECK_EQ(next_frame(&session).sequence, expected);
		expected += n % 4 == 0 ? 2 : 1;
	}
	session_close(&session);

	REQUIRE(open_running(&session, "simulated:bars?fps=1000&gaps=4"));
	session_queue_all(&session);
	for (uint32_t n = 0; n < 40; n++)
		CHECK(next_frame(&session).sequence % 5 != 4);
	session_close(&session);
}

static void frames_come_slowly(void)
{
	static const char *const ids[] = { "simulated:bars?unpaced&slow=5", "simulated:bars?fps=500&slow=5" };

	for (int i = 0; i < 2; i++) {
		struct session session;
		REQUIRE(open_running(&session, ids[i]));
		session_queue_all(&session);
		for (uint32_t n = 0; n < 20; n++) {
			rlc_record record = session_wait(&session);
			const rlc_slot_header *header = session_slot(&session, record.slot);
			CHECK(record.completed_ns - header->frames[0].timestamp_ns >= 5000000);
			CHECK_EQ(header->captured_ns, header->frames[0].timestamp_ns);
			CHECK_EQ(record.slot, n % SLOTS);
			CHECK_EQ(rlc_camera_queue(session.camera, record.slot), 0);
		}
		/* Pictures that are under way do not hold up a stop. */
		CHECK_EQ(rlc_camera_stop(session.camera), 0);
		CHECK(count_cancelled(&session) <= SLOTS);
		session_close(&session);
	}
}

static void pictures_are_taken_before_they_are_asked_for(void)
{
	struct session session;
	uint32_t sequence = 0;
	bool before = false;

	REQUIRE(open_running(&session, "simulated:bars?fps=500&backlog=3"));
	/* On a busy machine the camera may not have come to take one yet. */
	for (int attempt = 0; attempt < 100 && !before; attempt++) {
		sleep_ns(WHILE_NS);
		int64_t asked = now_ns();
		CHECK_EQ(rlc_camera_queue(session.camera, 0), 0);
		const rlc_slot_header *header = session_slot(&session, session_wait(&session).slot);
		before = header->frames[0].timestamp_ns < asked;
		sequence = header->frames[0].sequence;
	}
	CHECK(before);
	for (uint32_t n = 0; n < 20; n++) {
		CHECK_EQ(rlc_camera_queue(session.camera, n % SLOTS), 0);
		const rlc_slot_header *header = session_slot(&session, session_wait(&session).slot);
		CHECK(header->frames[0].sequence > sequence);
		sequence = header->frames[0].sequence;
	}
	session_close(&session);
}

static void an_unpaced_camera_keeps_a_backlog_too(void)
{
	struct session session;

	REQUIRE(open_running(&session, "simulated:bars?unpaced&backlog=3"));
	for (uint32_t n = 0; n < 20; n++) {
		int64_t asked = now_ns();
		CHECK_EQ(rlc_camera_queue(session.camera, n % SLOTS), 0);
		const rlc_slot_header *header = session_slot(&session, session_wait(&session).slot);
		/* The first may have been asked for before the camera came to take any. */
		CHECK(n == 0 || header->frames[0].timestamp_ns < asked);
		CHECK_EQ(header->frames[0].sequence, n);
	}
	session_close(&session);
}

/* ---- Stalls ---------------------------------------------------------------------------------------------------------- */

static void the_camera_stalls_after_some_frames(void)
{
	static const struct {
		const char *id;
		uint32_t frames;
	} stalls[] = { { "simulated:bars?unpaced&stall=5", 5 },
		       { "simulated:bars?fps=1000&stall=5", 5 },
		       { "simulated:bars?unpaced&stall=0", 0 },
		       { "simulated:bars?fps=1000&stall=0&backlog=2", 0 } };

	for (size_t i = 0; i < sizeof(stalls) / sizeof(stalls[0]); i++) {
		struct session session;
		REQUIRE(open_session(&session, stalls[i].id));
		for (int round = 0; round < 2; round++) {
			CHECK_EQ(rlc_camera_start(session.camera), 0);
			session_queue_all(&session);
			for (uint32_t n = 0; n < stalls[i].frames; n++)
				next_frame(&session);
			CHECK(nothing_comes(&session));
			CHECK_EQ(rlc_camera_stop(session.camera), 0);
			CHECK_EQ(count_cancelled(&session), SLOTS);
		}
		session_close(&session);
	}
}

static void the_camera_stalls_below_three_requests(void)
{
	static const char *const ids[] = { "simulated:bars?unpaced&stall-below=3",
					   "simulated:bars?fps=1000&stall-below=3",
					   "simulated:bars?fps=1000&stall-below=3&backlog=2" };

	for (int i = 0; i < 3; i++) {
		struct session session;
		REQUIRE(open_running(&session, ids[i]));
		CHECK_EQ(rlc_camera_queue(session.camera, 0), 0);
		CHECK_EQ(rlc_camera_queue(session.camera, 1), 0);
		CHECK(nothing_comes(&session));
		CHECK_EQ(rlc_camera_queue(session.camera, 2), 0);
		CHECK_EQ(session_wait(&session).slot, 0);
		CHECK(nothing_comes(&session));
		CHECK_EQ(rlc_camera_queue(session.camera, 3), 0);
		CHECK_EQ(session_wait(&session).slot, 1);
		CHECK_EQ(rlc_camera_stop(session.camera), 0);
		CHECK_EQ(count_cancelled(&session), 2);
		session_close(&session);
	}
}

static void the_first_starts_are_refused(void)
{
	struct session session;

	REQUIRE(open_session(&session, "simulated:bars?unpaced&start-refused=3"));
	CHECK_EQ(rlc_camera_start(session.camera), -EIO);
	CHECK_CONTAINS(last_error(), "refuses its first 3 starts");
	CHECK_EQ(rlc_camera_queue(session.camera, 0), -EACCES);
	CHECK_EQ(rlc_camera_start(session.camera), -EIO);
	session_close(&session);
	/* Another session goes on counting, another id counts for itself. */
	REQUIRE(open_session(&session, "simulated:bars?unpaced&start-refused=3"));
	CHECK_EQ(rlc_camera_start(session.camera), -EIO);
	CHECK_EQ(rlc_camera_start(session.camera), 0);
	session_queue_all(&session);
	CHECK_EQ(next_frame(&session).sequence, 0);
	session_close(&session);
	REQUIRE(open_session(&session, "simulated:bars?start-refused=3"));
	CHECK_EQ(rlc_camera_start(session.camera), -EIO);
	session_close(&session);
}

/* ---- Disconnects ----------------------------------------------------------------------------------------------------- */

static bool is_disconnected(const struct session *session)
{
	return __atomic_load_n(&session->ring->disconnected, __ATOMIC_SEQ_CST) != 0;
}

/* As a consumer does: sleeps until the ring says so. */
static void wait_for_disconnect(struct session *session)
{
	while (!is_disconnected(session)) {
		uint32_t expected = __atomic_load_n(&session->ring->wake_sequence, __ATOMIC_SEQ_CST);
		__atomic_store_n(&session->ring->sleeping, 1, __ATOMIC_SEQ_CST);
		if (!is_disconnected(session))
			rlc_wait(session->ring, expected, -1);
		__atomic_store_n(&session->ring->sleeping, 0, __ATOMIC_SEQ_CST);
	}
}

static uint32_t listed(uint64_t manager)
{
	uint32_t count = 0;
	CHECK_EQ(rlc_manager_cameras(manager, NULL, 0, &count), 0);
	return count;
}

static void a_camera_that_disconnects_is_gone(void)
{
	static const char *const ids[] = { "simulated:noise?unpaced&disconnect=6",
					   "simulated:noise?fps=1000&disconnect=6" };

	for (int i = 0; i < 2; i++) {
		struct session session;
		uint64_t before = 0, after = 0;

		REQUIRE(open_running(&session, ids[i]));
		CHECK_EQ(rlc_camera_open(session.manager, "simulated:noise", &before), 0);
		session_queue_all(&session);
		for (uint32_t n = 0; n < 6; n++)
			next_frame(&session);
		wait_for_disconnect(&session);
		for (uint32_t slot = 0; slot < SLOTS; slot++)
			CHECK_EQ(rlc_camera_queue(session.camera, slot), -ENODEV);
		CHECK_CONTAINS(last_error(), "disconnected");
		CHECK_EQ(rlc_camera_queue_controls(session.camera, 0, NULL, 0), -ENODEV);
		CHECK(nothing_comes(&session));

		CHECK_EQ(listed(session.manager), 2);
		CHECK_EQ(rlc_camera_open(session.manager, "simulated:noise", &after), -ENODEV);
		CHECK_CONTAINS(last_error(), "disconnected");
		CHECK_CONTAINS(last_error(), "simulated:noise?plug");

		/* What is queued never completes, and nothing waits for it. */
		CHECK_EQ(rlc_camera_stop(session.camera), 0);
		CHECK(!session_unread(&session));
		CHECK_EQ(rlc_camera_start(session.camera), -ENODEV);
		CHECK_CONTAINS(last_error(), "disconnected");
		rlc_configuration again = configuration_of("NV12", 32, 16, SLOTS);
		CHECK_EQ(rlc_camera_configure(session.camera, &again), -ENODEV);
		CHECK_EQ(rlc_camera_release(session.camera), 0);
		CHECK_EQ(rlc_camera_acquire(session.camera), -ENODEV);
		CHECK_EQ(rlc_camera_acquire(before), -ENODEV);

		CHECK_EQ(rlc_camera_open(session.manager, "simulated:noise?plug", &after), 0);
		CHECK_EQ(listed(session.manager), 3);
		CHECK_EQ(rlc_camera_acquire(before), -ENODEV);
		CHECK_CONTAINS(last_error(), "opened again");
		CHECK_EQ(rlc_camera_acquire(after), 0);
		session_close(&session);
	}
}

static void a_camera_that_disconnects_can_be_closed_as_it_is(void)
{
	struct session session;
	uint64_t camera = 0;

	REQUIRE(open_running(&session, "simulated:noise?unpaced&disconnect=0&reconnect=0"));
	wait_for_disconnect(&session);
	CHECK_EQ(rlc_camera_queue(session.camera, 0), -ENODEV);
	CHECK_EQ(rlc_camera_close(session.camera), 0);
	CHECK_EQ(rlc_camera_open(session.manager, "simulated:noise", &camera), 0);
	session_close(&session);
}

static void a_camera_that_reconnects_is_back_for_those_who_open_it_then(void)
{
	struct session session;
	int64_t begin = now_ns();

	/* No more requests than it completes: it may be gone before the last of all is queued. */
	REQUIRE(open_running(&session, "simulated:noise?unpaced&disconnect=2&reconnect=300"));
	CHECK_EQ(rlc_camera_queue(session.camera, 0), 0);
	CHECK_EQ(rlc_camera_queue(session.camera, 1), 0);
	next_frame(&session);
	next_frame(&session);
	wait_for_disconnect(&session);
	uint64_t again = 0;
	int ret = 0;
	while ((ret = rlc_camera_open(session.manager, "simulated:noise", &again)) != 0) {
		CHECK_EQ(ret, -ENODEV);
		CHECK_CONTAINS(last_error(), "it is back in");
		sleep_ns(5000000);
	}
	CHECK(now_ns() - begin >= 300000000);
	CHECK_EQ(rlc_camera_stop(session.camera), 0);
	CHECK_EQ(rlc_camera_start(session.camera), -ENODEV);
	CHECK_CONTAINS(last_error(), "opened again");
	CHECK_EQ(rlc_camera_acquire(again), -EBUSY);
	CHECK_EQ(rlc_camera_close(session.camera), 0);
	CHECK_EQ(rlc_camera_acquire(again), 0);
	session_close(&session);

	/* And disconnects again, as often as it is started. */
	for (int round = 0; round < 3; round++) {
		REQUIRE(open_running(&session, "simulated:noise?unpaced&disconnect=2&reconnect=0"));
		CHECK_EQ(rlc_camera_queue(session.camera, 0), 0);
		CHECK_EQ(rlc_camera_queue(session.camera, 1), 0);
		next_frame(&session);
		next_frame(&session);
		wait_for_disconnect(&session);
		session_close(&session);
	}
}

/* ---- All at once ----------------------------------------------------------------------------------------------------- */

static void faults_combine(void)
{
	struct session session;
	uint32_t expected = 0;

	REQUIRE(open_running(
		&session,
		"simulated:noise?unpaced&errors=2&gaps=3&slow=1&backlog=5&stall-below=2&disconnect=20&reconnect=0"));
	session_queue_all(&session);
	for (uint32_t n = 1; n <= 20; n++) {
		rlc_frame_header frame = next_frame(&session);
		CHECK_EQ(frame.status, n % 2 == 0 ? RLC_FRAME_ERROR : RLC_FRAME_SUCCESS);
		CHECK_EQ(frame.sequence, expected);
		expected += n % 3 == 0 ? 2 : 1;
	}
	wait_for_disconnect(&session);
	CHECK(!session_unread(&session));
	session_close(&session);
}

int main(void)
{
	RUN(every_third_frame_is_an_error);
	RUN(every_fifth_picture_is_lost);
	RUN(frames_come_slowly);
	RUN(pictures_are_taken_before_they_are_asked_for);
	RUN(an_unpaced_camera_keeps_a_backlog_too);
	RUN(the_camera_stalls_after_some_frames);
	RUN(the_camera_stalls_below_three_requests);
	RUN(the_first_starts_are_refused);
	RUN(a_camera_that_disconnects_is_gone);
	RUN(a_camera_that_disconnects_can_be_closed_as_it_is);
	RUN(a_camera_that_reconnects_is_back_for_those_who_open_it_then);
	RUN(faults_combine);
	return check_summary();
}
