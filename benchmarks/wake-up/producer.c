/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A thread as a camera has one, without a camera: it completes something at a fixed rate, and tells of that by a futex or by a call of a
 * function. For comparing ways to wake a thread of Java.
 */
#define _GNU_SOURCE
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

typedef void (*completed_function)(int64_t completed_ns);

typedef struct {
	/* Raised with each completion: the futex. */
	uint32_t completions;
	uint32_t ended;
	int64_t completed_ns;
	int64_t period_ns;
	completed_function completed;
	pthread_t thread;
} producer;

static int64_t now_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void complete(producer *self)
{
	int64_t now = now_ns();

	__atomic_store_n(&self->completed_ns, now, __ATOMIC_RELAXED);
	__atomic_fetch_add(&self->completions, 1, __ATOMIC_SEQ_CST);
	if (self->completed != NULL)
		self->completed(now);
	else
		syscall(SYS_futex, &self->completions, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
}

static void *run(void *argument)
{
	producer *self = argument;
	int64_t due = now_ns();

	while (!__atomic_load_n(&self->ended, __ATOMIC_ACQUIRE)) {
		due += self->period_ns;
		struct timespec until = { due / 1000000000, due % 1000000000 };
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
		complete(self);
	}
	return NULL;
}

/* COMPLETED is called for each completion, on this producer's thread; null: whoever is in producer_wait() is woken. */
producer *producer_start(int64_t period_ns, completed_function completed)
{
	producer *self = calloc(1, sizeof(*self));

	if (self == NULL)
		return NULL;
	self->period_ns = period_ns;
	self->completed = completed;
	if (pthread_create(&self->thread, NULL, run, self) != 0) {
		free(self);
		return NULL;
	}
	return self;
}

/* Sleeps until there were more completions than SEEN; returns when the last one was. */
int64_t producer_wait(producer *self, uint32_t seen)
{
	while (__atomic_load_n(&self->completions, __ATOMIC_SEQ_CST) == seen)
		syscall(SYS_futex, &self->completions, FUTEX_WAIT_PRIVATE, seen, NULL, NULL, 0);
	return __atomic_load_n(&self->completed_ns, __ATOMIC_RELAXED);
}

uint32_t producer_completions(const producer *self)
{
	return __atomic_load_n(&self->completions, __ATOMIC_SEQ_CST);
}

/* Ends the thread, which completes once more before. What it completed may still be waited for until producer_free(). */
void producer_end(producer *self)
{
	__atomic_store_n(&self->ended, 1, __ATOMIC_RELEASE);
	pthread_join(self->thread, NULL);
}

void producer_free(producer *self)
{
	free(self);
}
