/* SPDX-License-Identifier: Apache-2.0 */
/* The simulated camera's thread: takes pictures, by its rhythm or as they are asked for, and hands them to requests. */
#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>

#include "error.h"
#include "simulated_camera.h"
#include "simulated_presence.h"

/* A thread that was not run for longer than this many frames loses those that are past. */
#define MAX_FRAMES_BEHIND 8
/* How often an unpaced camera looks for the next request before it sleeps: some microseconds, less than a wake-up costs. */
#define SPINS 2000u

/* What the camera's thread waits for, and the word it waits on. */
enum { AWAKE = 0, FOR_REQUEST = 1, FOR_DEADLINE = 2 };

static uint32_t read_submitted(const struct simulated *simulated)
{
	return __atomic_load_n(&simulated->submitted, __ATOMIC_SEQ_CST);
}

static bool is_stopping(const struct simulated *simulated)
{
	return __atomic_load_n(&simulated->stopping, __ATOMIC_SEQ_CST) != 0;
}

static bool is_paced(const struct simulated *simulated)
{
	return simulated->duration_ns != 0;
}

/* ---- Taking pictures ------------------------------------------------------------------------------------------------- */

/* How many pictures may wait: one for each request, and the backlog. QUEUED: requests that are not handed their picture yet. */
static uint32_t room(const struct simulated *simulated, uint32_t queued)
{
	uint32_t wanted = queued >= simulated->options.stall_below ? queued : 0;
	return wanted > simulated->options.backlog ? wanted : simulated->options.backlog;
}

/* Where there is no room for it, it takes the place of the oldest one, or is lost where no backlog is kept. */
static void take_picture(struct simulated *simulated, int64_t now, int64_t elapsed, uint32_t queued)
{
	const rlc_simulated_options *options = &simulated->options;
	uint32_t sequence = simulated->sequence++;

	if (options->gaps != 0 && sequence % (options->gaps + 1) == options->gaps)
		return;
	if (simulated->picture_count >= room(simulated, queued)) {
		if (options->backlog == 0)
			return;
		simulated->first++;
		simulated->picture_count--;
	}
	uint32_t last = simulated->first + simulated->picture_count++;
	simulated->pictures[last % RLC_MAX_SLOTS] = (struct picture){ now, elapsed, sequence };
}

/* A real sensor's rhythm: at every tick there is a picture, whether somebody waits for it or not. */
static bool tick(struct simulated *simulated, int64_t now, uint32_t queued)
{
	int64_t behind = (now - simulated->tick_ns) / simulated->frame_ns;

	if (now < simulated->tick_ns)
		return false;
	if (behind > MAX_FRAMES_BEHIND) {
		simulated->tick_ns += behind * simulated->frame_ns;
		simulated->sequence += (uint32_t)behind;
	}
	take_picture(simulated, now, simulated->frame_ns, queued);
	return true;
}

/* As fast as pictures are asked for. */
static bool take_if_room(struct simulated *simulated, int64_t now, uint32_t queued)
{
	if (simulated->picture_count >= room(simulated, queued))
		return false;
	take_picture(simulated, now, now - simulated->previous_ns, queued);
	simulated->previous_ns = now;
	return true;
}

/* ---- Handing them over ----------------------------------------------------------------------------------------------- */

static int64_t due_ns(const struct simulated *simulated)
{
	return simulated->pictures[simulated->first % RLC_MAX_SLOTS].timestamp_ns +
	       INT64_C(1000000) * simulated->options.slow;
}

/* Whether the oldest picture and the next request are one another's, as soon as it is time. */
static bool has_match(const struct simulated *simulated, uint32_t queued)
{
	return queued > 0 && queued >= simulated->options.stall_below && simulated->picture_count > 0 &&
	       simulated->completed < simulated->stall_at && simulated->completed < simulated->disconnect_at;
}

/* Whether any was. */
static bool hand_over(struct simulated *simulated, int64_t now, uint32_t queued)
{
	bool any = false;

	for (; has_match(simulated, queued) && now >= due_ns(simulated); queued--, any = true) {
		const struct picture *picture = &simulated->pictures[simulated->first++ % RLC_MAX_SLOTS];
		simulated->picture_count--;
		rlc_simulated_complete(simulated, picture);
	}
	return any;
}

/* ---- Sleep ----------------------------------------------------------------------------------------------------------- */

/* Until another request than those up to SEEN is there, or the camera is to stop: a short time, without sleep. */
static bool spin(const struct simulated *simulated, uint32_t seen)
{
	for (uint32_t i = 0; i < SPINS; i++)
		if (read_submitted(simulated) != seen || is_stopping(simulated))
			return true;
	return false;
}

/* Sleeps until somebody wakes the thread, or until DEADLINE, if there is one. May return early. */
static void sleep_once(struct simulated *simulated, uint32_t reason, uint32_t seen, const struct timespec *deadline)
{
	__atomic_store_n(&simulated->waiting, reason, __ATOMIC_SEQ_CST);
	if (!is_stopping(simulated) && (reason == FOR_DEADLINE || read_submitted(simulated) == seen))
		syscall(RLC_FUTEX, &simulated->waiting, FUTEX_WAIT_BITSET_PRIVATE, reason, deadline, NULL,
			FUTEX_BITSET_MATCH_ANY);
	__atomic_store_n(&simulated->waiting, AWAKE, __ATOMIC_SEQ_CST);
}

/* There is nothing to do for the requests up to SEEN. */
static void rest(struct simulated *simulated, uint32_t seen)
{
	int64_t deadline = is_paced(simulated) ? simulated->tick_ns : INT64_MAX;

	if (has_match(simulated, seen - simulated->taken) && due_ns(simulated) < deadline)
		deadline = due_ns(simulated);
	const struct timespec at = { .tv_sec = deadline / 1000000000, .tv_nsec = deadline % 1000000000 };
	if (deadline == INT64_MAX && spin(simulated, seen))
		return;
	/* A paced camera looks for requests at its next tick, unless it has a picture for them now. */
	uint32_t reason = is_paced(simulated) && simulated->picture_count == 0 ? FOR_DEADLINE : FOR_REQUEST;
	sleep_once(simulated, reason, seen, deadline == INT64_MAX ? NULL : &at);
}

static void wake_thread(struct simulated *simulated)
{
	__atomic_store_n(&simulated->waiting, AWAKE, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &simulated->waiting, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

/* ---- The thread ------------------------------------------------------------------------------------------------------ */

static void *run(void *camera)
{
	struct simulated *simulated = camera;

	while (simulated->completed < simulated->disconnect_at && !is_stopping(simulated)) {
		uint32_t seen = read_submitted(simulated), queued = seen - simulated->taken;
		int64_t now = rlc_now_ns();
		bool paced = is_paced(simulated);
		bool took = paced ? tick(simulated, now, queued) : take_if_room(simulated, now, queued);
		/* Else requests that come fast enough would leave it no time to get ahead of them. */
		if (!paced && took && simulated->picture_count < simulated->options.backlog)
			continue;
		bool handed = hand_over(simulated, now, queued);
		/* Last, as a request may just have set the time between two frames. */
		if (took && paced)
			simulated->tick_ns += simulated->frame_ns;
		if (!took && !handed)
			rest(simulated, seen);
	}
	if (simulated->completed >= simulated->disconnect_at) {
		/* What is queued stays with the camera, as with one that was unplugged. In this order, for who acts on the news. */
		rlc_simulated_unplug(simulated->options.pattern, simulated->options.reconnect);
		rlc_ring_disconnect(simulated->ring);
		return NULL;
	}
	/* Here, so that the ring has one producer. Nothing is queued any more. */
	while (read_submitted(simulated) != simulated->taken)
		rlc_simulated_cancel(simulated);
	return NULL;
}

/* ---- Start, queue, stop ---------------------------------------------------------------------------------------------- */

/* To how it is before a start. */
static void reset(struct simulated *simulated)
{
	const rlc_simulated_options *options = &simulated->options;

	simulated->submitted = simulated->taken = simulated->sequence = simulated->picture_count = 0;
	simulated->completed = 0;
	simulated->stall_at = options->stall == RLC_NEVER ? UINT64_MAX : options->stall;
	simulated->disconnect_at = options->disconnect == RLC_NEVER ? UINT64_MAX : options->disconnect;
	simulated->stopping = 0;
	simulated->waiting = AWAKE;
	rlc_simulated_reset(simulated);
	simulated->previous_ns = rlc_now_ns();
	simulated->tick_ns = simulated->previous_ns + simulated->frame_ns;
}

int rlc_simulated_start(void *camera, struct rlc_ring *ring, rlc_error *error)
{
	struct simulated *simulated = camera;
	sigset_t all, before;

	int ret = rlc_simulated_check_plug(simulated, error);
	if (ret != 0)
		return ret;
	if (rlc_simulated_refuse_start(simulated->id, simulated->options.start_refused))
		return rlc_error_set(error, -EIO, "the camera %s refuses its first %u starts", simulated->id,
				     simulated->options.start_refused);
	simulated->ring = ring;
	reset(simulated);
	/* Signals are the application's: its own threads take them. But a fault of this thread is to be reported as such. */
	sigfillset(&all);
	sigdelset(&all, SIGSEGV);
	sigdelset(&all, SIGBUS);
	sigdelset(&all, SIGFPE);
	sigdelset(&all, SIGILL);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int reason = pthread_create(&simulated->thread, NULL, run, simulated);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (reason != 0)
		return rlc_error_set(error, -reason, "cannot start the camera's thread: %s", strerror(reason));
	pthread_setname_np(simulated->thread, "rlc-simulated");
	return 0;
}

int rlc_simulated_queue(void *camera, uint32_t slot, const void *controls, uint32_t size, rlc_error *error)
{
	struct simulated *simulated = camera;
	uint32_t submitted = simulated->submitted, request = slot;

	if (size != 0) {
		int ret = rlc_simulated_wish(&simulated->options, controls, size, &simulated->wishes[slot], error);
		if (ret != 0)
			return ret;
		request |= HAS_WISHES;
	}
	simulated->requests[submitted % RLC_MAX_SLOTS] = request;
	__atomic_store_n(&simulated->submitted, submitted + 1, __ATOMIC_SEQ_CST);
	/* A paced camera looks for requests at its next tick. */
	if (__atomic_load_n(&simulated->waiting, __ATOMIC_SEQ_CST) == FOR_REQUEST)
		wake_thread(simulated);
	return 0;
}

int rlc_simulated_stop(void *camera, rlc_error *error)
{
	struct simulated *simulated = camera;

	(void)error;
	__atomic_store_n(&simulated->stopping, 1u, __ATOMIC_SEQ_CST);
	wake_thread(simulated);
	pthread_join(simulated->thread, NULL);
	return 0;
}
