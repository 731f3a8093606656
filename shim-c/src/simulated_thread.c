/* SPDX-License-Identifier: Apache-2.0 */
/* The simulated camera's thread: waits for requests and keeps the rhythm. */
#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>

#include "error.h"
#include "simulated_camera.h"

/* A thread that was not run for longer than this many frames loses those that are past. */
#define MAX_FRAMES_BEHIND 8
/* How often an unpaced camera looks for the next request before it sleeps: some microseconds, less than a wake-up costs. */
#define SPINS 2000u

/* What the camera's thread waits for, and the word it waits on. */
enum { AWAKE = 0, FOR_REQUEST = 1, FOR_DEADLINE = 2 };

static bool has_request(const struct simulated *simulated)
{
	return __atomic_load_n(&simulated->submitted, __ATOMIC_SEQ_CST) != simulated->taken;
}

static bool is_stopping(const struct simulated *simulated)
{
	return __atomic_load_n(&simulated->stopping, __ATOMIC_SEQ_CST) != 0;
}

/* Sleeps until somebody wakes the thread, or until DEADLINE, if there is one. May return early. */
static void sleep_once(struct simulated *simulated, uint32_t reason, const struct timespec *deadline)
{
	__atomic_store_n(&simulated->waiting, reason, __ATOMIC_SEQ_CST);
	if (!is_stopping(simulated) && (reason == FOR_DEADLINE || !has_request(simulated)))
		syscall(RLC_FUTEX, &simulated->waiting, FUTEX_WAIT_BITSET_PRIVATE, reason, deadline, NULL,
			FUTEX_BITSET_MATCH_ANY);
	__atomic_store_n(&simulated->waiting, AWAKE, __ATOMIC_SEQ_CST);
}

static void wake_thread(struct simulated *simulated)
{
	__atomic_store_n(&simulated->waiting, AWAKE, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &simulated->waiting, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

/* A real sensor's rhythm: at every tick there is a frame, and it is lost where no request waits for it. */
static void run_paced(struct simulated *simulated)
{
	for (int64_t deadline = rlc_now_ns() + simulated->frame_ns;;
	     deadline += simulated->frame_ns, simulated->sequence++) {
		const struct timespec at = { .tv_sec = deadline / 1000000000, .tv_nsec = deadline % 1000000000 };
		while (rlc_now_ns() < deadline && !is_stopping(simulated))
			sleep_once(simulated, FOR_DEADLINE, &at);
		if (is_stopping(simulated))
			return;

		int64_t now = rlc_now_ns();
		int64_t behind = (now - deadline) / simulated->frame_ns;
		if (behind > MAX_FRAMES_BEHIND) {
			deadline += behind * simulated->frame_ns;
			simulated->sequence += (uint32_t)behind;
		}
		if (has_request(simulated))
			rlc_simulated_complete(simulated, now, 0);
	}
}

static void run_unpaced(struct simulated *simulated)
{
	int64_t previous = rlc_now_ns();

	for (uint32_t spins = 0; !is_stopping(simulated);) {
		if (has_request(simulated)) {
			int64_t now = rlc_now_ns();
			rlc_simulated_complete(simulated, now, now - previous);
			simulated->sequence++;
			previous = now;
			spins = 0;
		} else if (++spins > SPINS) {
			sleep_once(simulated, FOR_REQUEST, NULL);
			spins = 0;
		}
	}
}

static void *run(void *camera)
{
	struct simulated *simulated = camera;

	if (simulated->duration_ns == 0)
		run_unpaced(simulated);
	else
		run_paced(simulated);
	/* Here, so that the ring has one producer. Nothing is queued any more. */
	while (has_request(simulated))
		rlc_simulated_cancel(simulated);
	return NULL;
}

/* ---- Start, queue, stop ---------------------------------------------------------------------------------------------- */

int rlc_simulated_start(void *camera, struct rlc_ring *ring, rlc_error *error)
{
	struct simulated *simulated = camera;
	sigset_t all, before;

	simulated->ring = ring;
	simulated->submitted = simulated->taken = simulated->sequence = 0;
	simulated->stopping = 0;
	simulated->waiting = AWAKE;
	rlc_simulated_reset(simulated);
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
