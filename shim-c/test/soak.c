/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Soak of the simulated cameras and their rings: soak [SECONDS [SEED]]. Each camera has an owner, who opens it with options and a
 * configuration at random, starts and stops it and closes it in the middle of everything; beside him a consumer, who polls and sleeps,
 * and a feeder, who wakes him, both of whom queue what is free. Meddlers list, look up, validate, read errors and compete for the
 * cameras. What each may do and what threads do at the same time is random; what must hold is looked at with every record:
 *
 *  - a request completes once for each time that it was queued, and never if it was not;
 *  - a completion stands in the ring between the start that it belongs to and the next one, and nothing is written after a stop;
 *  - its slot tells the same as its record, its metadata can be walked, and a setting is reported by the picture it was asked for;
 *  - in the end what was queued was read, but for what a disconnected camera has taken along.
 *
 * A wake-up that is lost leaves a consumer asleep before what he has to read; SIGALRM ends that.
 *
 * For the thread sanitizer see one_mapping.c.
 */
#include "soak.h"

#define MEDDLERS 2u
/* Seconds that the last rounds may take beyond the time that is up; then the watchdog, SIGALRM, ends the process. */
#define PATIENCE 120u

const char *const soak_patterns[PATTERNS] = { "bars", "gradient", "noise" };
uint32_t soak_over;
uint64_t soak_cameras[PATTERNS];
struct soak_totals soak_totals;

static uint32_t argument_of(int count, char **arguments, int index, uint32_t otherwise)
{
	return count > index ? (uint32_t)strtoul(arguments[index], NULL, 10) : otherwise;
}

static void print_totals(void)
{
	const struct soak_totals *all = &soak_totals;

	printf("%" PRIu64 " frames, %" PRIu64 " requests cancelled, %" PRIu64 " gone with a camera\n", all->frames,
	       all->cancelled, all->lost);
	printf("%" PRIu64 " rounds, %" PRIu64 " starts, %" PRIu64 " refused, %" PRIu64 " stops, %" PRIu64
	       " disconnects\n",
	       all->rounds, all->starts, all->refused_starts, all->stops, all->disconnects);
	printf("%" PRIu64 " sleeps, %" PRIu64 " meddlings, %" PRIu64 " calls refused, %" PRIu64 " violations\n",
	       all->sleeps, all->meddlings, all->refusals, all->violations);
}

int main(int count, char **arguments)
{
	uint32_t seconds = argument_of(count, arguments, 1, 15), seed = argument_of(count, arguments, 2, 1);
	uint32_t state = seed * 2654435761u | 1;
	struct soak_thread all[PATTERNS + MEDDLERS];
	pthread_t threads[PATTERNS + MEDDLERS];

	printf("soak for %u s, seed %u\n", seconds, seed);
	fflush(stdout);
	alarm(seconds + PATIENCE);
	for (uint32_t i = 0; i < PATTERNS + MEDDLERS; i++) {
		all[i] = (struct soak_thread){ .pattern = i % PATTERNS,
					       .seed = next_random(&state),
					       .manager = open_manager() };
		pthread_create(&threads[i], NULL, i < PATTERNS ? soak_own : soak_meddle, &all[i]);
	}
	sleep(seconds);
	__atomic_store_n(&soak_over, 1, __ATOMIC_SEQ_CST);
	for (uint32_t i = 0; i < PATTERNS + MEDDLERS; i++) {
		pthread_join(threads[i], NULL);
		MUST(rlc_manager_close(all[i].manager) == 0, "%s", last_error());
	}
	print_totals();
	bool ok = soak_totals.violations == 0 && soak_totals.frames > 0;
	printf("%d passed, %d failed\n", ok, !ok);
	return ok ? 0 : 1;
}
