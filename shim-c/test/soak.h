/* SPDX-License-Identifier: Apache-2.0 */
/* What the threads of the soak share: the totals, their chances, and a camera with its ring for as long as it stays configured. */
#ifndef SOAK_H
#define SOAK_H

#include <inttypes.h>
#include <pthread.h>
#include <unistd.h>

#include "control_lists.h"

#define PATTERNS 3u
extern const char *const soak_patterns[PATTERNS];

/* Raised by main() when the time is up. Atomic. */
extern uint32_t soak_over;

/* The camera of each pattern that its owner has open, possibly closed by now: for the meddlers. Atomic. */
extern uint64_t soak_cameras[PATTERNS];

/* Atomic. */
struct soak_totals {
	uint64_t frames, cancelled, lost; /* requests */
	uint64_t rounds, starts, refused_starts, stops, disconnects;
	uint64_t sleeps, meddlings, refusals;
	uint64_t violations;
};
extern struct soak_totals soak_totals;

#define COUNT(what) __atomic_fetch_add(&soak_totals.what, 1, __ATOMIC_RELAXED)

#define MUST(condition, ...)                                                                                           \
	do {                                                                                                           \
		if (!(condition)) {                                                                                    \
			COUNT(violations);                                                                             \
			fprintf(stderr, "%s:%d: not so: %s: ", __FILE__, __LINE__, #condition);                        \
			fprintf(stderr, __VA_ARGS__);                                                                  \
			fputc('\n', stderr);                                                                           \
		}                                                                                                      \
	} while (0)

static inline uint32_t load(const uint32_t *word)
{
	return __atomic_load_n(word, __ATOMIC_SEQ_CST);
}

/* ---- Chance ---------------------------------------------------------------------------------------------------------- */

static inline uint32_t next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

static inline uint32_t below(uint32_t *seed, uint32_t limit)
{
	return next_random(seed) % limit;
}

static inline bool one_in(uint32_t *seed, uint32_t number)
{
	return below(seed, number) == 0;
}

/* ---- What a call may return ------------------------------------------------------------------------------------------ */

/* 0, or one of the errors that ALLOWED ends with a 0 behind; each has a sentence. */
static inline int may(int ret, const int *allowed, const char *what)
{
	bool known = ret == 0;

	for (; !known && *allowed != 0; allowed++)
		known = ret == *allowed;
	MUST(known, "%s returned %d: %s", what, ret, last_error());
	if (ret != 0) {
		COUNT(refusals);
		MUST(last_error()[0] != '\0', "%s returned %d without a sentence", what, ret);
	}
	return ret;
}

#define MAY(call, ...) may(call, (const int[]){ __VA_ARGS__, 0 }, #call)

/* ---- One round of a camera ------------------------------------------------------------------------------------------- */

#define MAX_STARTS 16u

enum { FREE = 0, QUEUED = 1 };

struct round {
	struct session session;
	uint32_t brightness, exposure, limits; /* numbers of controls, 0: the camera cannot set it */

	/* FREE, or QUEUED by whoever turned it to that, until its record is read. Atomic. */
	uint32_t places[RLC_MAX_SLOTS];
	/* Whether its picture has to report the brightness below. By whoever queues the slot, then by the consumer. */
	bool wishes[RLC_MAX_SLOTS];
	float wished[RLC_MAX_SLOTS];

	/* By generation: the ring's tail when it began, UINT64_MAX before. By the owner, atomic. */
	uint64_t begins[MAX_STARTS + 2];
	bool waking; /* the feeder wakes the consumer; else only completions do */
	uint32_t leaving; /* by the owner, atomic */
	uint64_t queued; /* atomic */
	uint32_t consumer_seed, feeder_seed;

	/* The consumer's own. */
	uint64_t read;
	uint32_t generation, sequence; /* of the last picture */
	int64_t completed_ns;
};

static inline uint64_t tail_of(const struct round *round)
{
	return __atomic_load_n(&round->session.ring->tail, __ATOMIC_SEQ_CST);
}

static inline void wake_if_sleeping(rlc_ring_header *ring)
{
	if (__atomic_exchange_n(&ring->sleeping, 0, __ATOMIC_SEQ_CST) != 0)
		MUST(rlc_wake(ring) == 0, "%s", last_error());
}

/* The threads of a round. */
void *soak_consume(void *round);
void *soak_feed(void *round);

/* ---- Cameras --------------------------------------------------------------------------------------------------------- */

/* The id of a pattern's camera with options at random, and a configuration that it can have. */
void soak_make_id(char id[RLC_ID_SIZE], uint32_t pattern, uint32_t *seed);
rlc_configuration soak_make_configuration(uint32_t *seed);

/* A thread that has the camera of one pattern, and one that has none of its own. */
struct soak_thread {
	uint32_t pattern;
	uint32_t seed;
	uint64_t manager;
};
void *soak_own(void *thread);
void *soak_meddle(void *thread);

#endif /* SOAK_H */
