/* SPDX-License-Identifier: Apache-2.0 */
#include "events.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>

#include "configuration.h"
#include "error.h"
#include "handle.h"
#include "manager.h"
#include "ring.h"
#include "simulated_presence.h"

/* Of the cameras of one manager. More than anybody plugs in while a thread is late. */
#define MAX_EVENTS 32u
#define MAX_LINES 128u

struct camera_event {
	uint32_t type;
	rlc_camera_info camera;
};

/* Of one manager: events[first..first + count), in a circle. */
struct queue {
	uint64_t manager; /* 0: free */
	bool simulated, libcamera;
	uint32_t first, count, lost;
	struct camera_event events[MAX_EVENTS];
};

struct line {
	uint32_t level;
	char category[RLC_NAME_SIZE];
	char message[RLC_MESSAGE_SIZE];
};

/* Guards all below. Held for some copies only, as libcamera's thread takes it. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static struct queue queues[RLC_MAX_MANAGERS];

/* The process's: lines[first_line..first_line + line_count), in a circle. */
static uint32_t first_line, line_count, lost_lines;
static struct line lines[MAX_LINES];

/* NULL: the manager is closed, or was never open. */
static struct queue *queue_of(uint64_t manager)
{
	int index = rlc_handle_index(manager, RLC_HANDLE_MANAGER, RLC_MAX_MANAGERS);

	return index >= 0 && queues[index].manager == manager ? &queues[index] : NULL;
}

void rlc_events_open(uint64_t manager, const rlc_manager_options *options)
{
	struct queue *queue = &queues[rlc_handle_index(manager, RLC_HANDLE_MANAGER, RLC_MAX_MANAGERS)];

	pthread_mutex_lock(&mutex);
	queue->manager = manager;
	queue->simulated = options->simulated != 0;
	queue->libcamera = options->libcamera != 0;
	queue->first = queue->count = queue->lost = 0;
	pthread_mutex_unlock(&mutex);
}

void rlc_events_close(uint64_t manager)
{
	pthread_mutex_lock(&mutex);
	struct queue *queue = queue_of(manager);
	if (queue != NULL)
		queue->manager = 0;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&mutex);
}

static bool wants(const struct queue *queue, uint32_t kind)
{
	return queue->manager != 0 && (kind == RLC_KIND_SIMULATED ? queue->simulated : queue->libcamera);
}

/* Where there is no room, none of them is of use: who has lost one has to look for himself. */
static void add(struct queue *queue, uint32_t type, const rlc_camera_info *camera)
{
	if (queue->lost != 0 || queue->count == MAX_EVENTS) {
		queue->lost += queue->count + 1;
		queue->count = 0;
		return;
	}
	queue->events[(queue->first + queue->count++) % MAX_EVENTS] = (struct camera_event){ type, *camera };
}

void rlc_events_camera(uint32_t type, const rlc_camera_info *camera)
{
	pthread_mutex_lock(&mutex);
	for (uint32_t i = 0; i < RLC_MAX_MANAGERS; i++)
		if (wants(&queues[i], camera->kind))
			add(&queues[i], type, camera);
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&mutex);
}

void rlc_events_log(uint32_t level, const char *category, const char *message)
{
	pthread_mutex_lock(&mutex);
	if (line_count == MAX_LINES) {
		lost_lines++;
	} else {
		struct line *line = &lines[(first_line + line_count++) % MAX_LINES];
		line->level = level;
		snprintf(line->category, sizeof(line->category), "%s", category);
		snprintf(line->message, sizeof(line->message), "%s", message);
		pthread_cond_broadcast(&changed);
	}
	pthread_mutex_unlock(&mutex);
}

/* The next event of QUEUE, or else the next line of the log; false if there is neither. */
static bool take(struct queue *queue, rlc_event *event)
{
	*event = (rlc_event){ .size = sizeof(*event) };
	if (queue->lost != 0) {
		event->type = RLC_EVENT_LOST;
		event->lost = queue->lost;
		queue->lost = 0;
		return true;
	}
	if (queue->count > 0) {
		const struct camera_event *next = &queue->events[queue->first++ % MAX_EVENTS];
		event->type = next->type;
		event->camera = next->camera;
		queue->count--;
		return true;
	}
	if (line_count > 0) {
		const struct line *line = &lines[first_line++ % MAX_LINES];
		event->type = RLC_EVENT_LOG;
		event->level = line->level;
		event->lost = --line_count == 0 ? lost_lines : 0;
		memcpy(event->category, line->category, sizeof(event->category));
		memcpy(event->message, line->message, sizeof(event->message));
		if (line_count == 0)
			lost_lines = 0;
		return true;
	}
	return false;
}

/* With the mutex held. INT64_MAX: until something changes. */
static void wait_until(int64_t deadline_ns)
{
	const struct timespec at = { .tv_sec = deadline_ns / 1000000000, .tv_nsec = deadline_ns % 1000000000 };

	if (deadline_ns == INT64_MAX)
		pthread_cond_wait(&changed, &mutex);
	else
		pthread_cond_clockwait(&changed, &mutex, CLOCK_MONOTONIC, &at);
}

int rlc_manager_event(uint64_t manager, int64_t timeout_ns, rlc_event *event)
{
	int64_t deadline = INT64_MAX;

	int ret = RLC_CHECK_STRUCT(event, "event");
	if (ret != 0)
		return ret;
	if (timeout_ns >= 0 && __builtin_add_overflow(rlc_now_ns(), timeout_ns, &deadline))
		deadline = INT64_MAX;

	for (bool late = false;; late = rlc_now_ns() >= deadline) {
		/* A simulated camera that is to come back does so when somebody looks; its loss is an event, after which we look again. */
		int64_t back_ns = rlc_simulated_returns();

		pthread_mutex_lock(&mutex);
		struct queue *queue = queue_of(manager);
		bool open = queue != NULL, taken = open && take(queue, event);
		if (open && !taken && !late)
			wait_until(back_ns < deadline ? back_ns : deadline);
		pthread_mutex_unlock(&mutex);
		if (!open)
			return rlc_fail(-EBADF, "the manager is closed, or this is no manager's handle");
		if (taken)
			return 0;
		if (late)
			return -ETIMEDOUT;
	}
}
