/* SPDX-License-Identifier: Apache-2.0 */
#include "simulated_presence.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "events.h"
#include "ring.h"
#include "simulated_properties.h"

#define MAX_PATTERNS 8u

/* Guards all below. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

/* By the pattern's place in rlc_simulated_patterns. */
static struct socket {
	uint64_t plug;
	int64_t back_ns; /* when it is there again: in the past while it is there, INT64_MAX for never */
	bool away; /* as the managers were told */
} sockets[MAX_PATTERNS];

/* Never freed: the ids with which a start was refused, as many as an application has thought up. */
static struct refusals {
	struct refusals *next;
	uint32_t count;
	char id[];
} * refusals;

/* PATTERN is one of rlc_simulated_patterns. */
static struct socket *socket_of(const char *pattern)
{
	uint32_t index = 0;
	while (strcmp(rlc_simulated_patterns[index], pattern) != 0)
		index++;
	return &sockets[index];
}

int rlc_simulated_presence(const char *pattern, uint64_t *plug, rlc_error *error)
{
	pthread_mutex_lock(&mutex);
	const struct socket socket = *socket_of(pattern);
	pthread_mutex_unlock(&mutex);

	*plug = socket.plug;
	int64_t away_ns = socket.back_ns - rlc_now_ns();
	if (away_ns <= 0)
		return 0;
	if (socket.back_ns == INT64_MAX)
		return rlc_error_set(error, -ENODEV,
				     "the camera simulated:%s is disconnected; opening simulated:%s?plug connects it",
				     pattern, pattern);
	return rlc_error_set(error, -ENODEV, "the camera simulated:%s is disconnected; it is back in %lld ms", pattern,
			     (long long)(away_ns + 999999) / 1000000);
}

/* With the mutex held, so that who is told of a camera's going is told of its coming after that. */
static void tell(const char *pattern, bool away)
{
	struct socket *socket = socket_of(pattern);
	rlc_camera_info info;

	if (socket->away == away)
		return;
	socket->away = away;
	rlc_simulated_describe(pattern, 0, &info);
	rlc_events_camera(away ? RLC_EVENT_REMOVED : RLC_EVENT_ADDED, &info);
}

int64_t rlc_simulated_returns(void)
{
	int64_t now = rlc_now_ns(), next = INT64_MAX;

	pthread_mutex_lock(&mutex);
	for (const char *const *pattern = rlc_simulated_patterns; *pattern != NULL; pattern++) {
		const struct socket *socket = socket_of(*pattern);
		if (socket->away && socket->back_ns <= now)
			tell(*pattern, false);
		else if (socket->away && socket->back_ns < next)
			next = socket->back_ns;
	}
	pthread_mutex_unlock(&mutex);
	return next;
}

void rlc_simulated_unplug(const char *pattern, uint32_t ms)
{
	pthread_mutex_lock(&mutex);
	struct socket *socket = socket_of(pattern);
	/* It was back before, if nobody has looked since. */
	tell(pattern, false);
	tell(pattern, true);
	socket->plug++;
	socket->back_ns = ms == RLC_NEVER ? INT64_MAX : rlc_now_ns() + INT64_C(1000000) * ms;
	pthread_mutex_unlock(&mutex);
}

void rlc_simulated_plug(const char *pattern)
{
	pthread_mutex_lock(&mutex);
	socket_of(pattern)->back_ns = 0;
	tell(pattern, false);
	pthread_mutex_unlock(&mutex);
}

/* The count of ID; NULL where there is no memory for it. With the mutex held. */
static struct refusals *refusals_of(const char *id)
{
	for (struct refusals *entry = refusals; entry != NULL; entry = entry->next)
		if (strcmp(entry->id, id) == 0)
			return entry;
	struct refusals *entry = calloc(1, sizeof(*entry) + strlen(id) + 1);
	if (entry == NULL)
		return NULL;
	strcpy(entry->id, id);
	entry->next = refusals;
	return refusals = entry;
}

bool rlc_simulated_refuse_start(const char *id, uint32_t most)
{
	if (most == 0)
		return false;
	pthread_mutex_lock(&mutex);
	struct refusals *entry = refusals_of(id);
	bool refuse = entry != NULL && entry->count < most;
	if (refuse)
		entry->count++;
	pthread_mutex_unlock(&mutex);
	return refuse;
}
