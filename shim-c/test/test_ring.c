/* SPDX-License-Identifier: Apache-2.0 */
/* The producer's side of the ring, without a camera. */
#include "check.h"
#include "ring.h"

#define SECOND INT64_C(1000000000)

static void a_timestamp_of_the_monotonic_clock_is_taken_as_it_is(void)
{
	int64_t now = rlc_now_ns();
	const int64_t ages[] = { 0, 1, 33 * SECOND / 1000, 59 * SECOND, -SECOND / 2 };

	for (size_t i = 0; i < sizeof(ages) / sizeof(ages[0]); i++)
		CHECK_EQ(rlc_captured_ns(now - ages[i], now), now - ages[i]);
}

/* A monotonic clock an hour behind, as after an hour of sleep. */
static void a_timestamp_of_the_boottime_clock_is_converted(void)
{
	int64_t before = rlc_clock_ns(CLOCK_BOOTTIME), now = before - 3600 * SECOND;
	int64_t captured = rlc_captured_ns(before - 5 * SECOND, now);
	int64_t elapsed = rlc_clock_ns(CLOCK_BOOTTIME) - before;

	/* The function reads the clock between our two looks at it. */
	CHECK(captured <= now - 5 * SECOND);
	CHECK(captured >= now - 5 * SECOND - elapsed);
}

static void other_timestamps_tell_nothing(void)
{
	int64_t now = rlc_now_ns();
	const int64_t strangers[] = {
		0, 1, -1, INT64_MIN, INT64_MAX, now - 61 * SECOND, now + 2 * SECOND, rlc_clock_ns(CLOCK_REALTIME)
	};

	for (size_t i = 0; i < sizeof(strangers) / sizeof(strangers[0]); i++)
		CHECK_EQ(rlc_captured_ns(strangers[i], now), 0);
}

int main(void)
{
	RUN(a_timestamp_of_the_monotonic_clock_is_taken_as_it_is);
	RUN(a_timestamp_of_the_boottime_clock_is_converted);
	RUN(other_timestamps_tell_nothing);
	return check_summary();
}
