/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CaptureTask's counter, for task.pml and protocol.pml. Each statement is one access to memory that others see.
 *
 *   resume()          CaptureTask.resume: RESUMES.getAndIncrement, and schedule() if it was zero
 *   pause(seen)       CaptureTask.slice: seen = resumes
 *   rest_unless(seen) CaptureTask.slice: RESUMES.addAndGet(-seen), and whether it is zero: resting
 *
 * Who publishes something does so in one step with `owed++`, and owes a resume until its counter is raised. `owed` is the
 * model's own: while it is not zero, a wake-up is under way.
 *
 * schedule() is the including model's. With SCHEDULE_AT_ONCE it is one step with the raise from zero: as task.pml shows, nobody else
 * schedules in between.
 *
 * A publisher waits while there are AHEAD resumes that no pause has answered, so that the counter stays small and yet no model
 * bounds how many frames there are. (The real counter wraps at 2^32.)
 *
 * MUTANT_BOOLEAN: a flag instead of the counter. MUTANT_PAUSE_LATE: the pause comes after the step, as before the seed's patch.
 * MUTANT_ALWAYS_SCHEDULE: every resume schedules.
 */
short resumes = 1; /* held until start */
byte owed;

#define MAY_PUBLISH (resumes + owed < AHEAD)

inline resume()
{
	if
#ifdef SCHEDULE_AT_ONCE
	:: d_step { resumes == 0 -> resumes = 1; owed--; schedule() }
#else
	:: d_step { resumes == 0 -> resumes = 1; owed-- }
		schedule()
#endif
	:: d_step { resumes != 0 ->
#ifndef MUTANT_BOOLEAN
		resumes++;
#endif
		owed-- }
#ifdef MUTANT_ALWAYS_SCHEDULE
		schedule()
#endif
	fi
}

#ifdef MUTANT_PAUSE_LATE
#define pause(seen) skip
#define rest_unless(seen) seen = resumes; d_step { resumes = resumes - seen; resting = (resumes == 0) }
#else
#define pause(seen) seen = resumes
#ifdef MUTANT_BOOLEAN
#define rest_unless(seen) d_step { resumes = 0; resting = true }
#else
#define rest_unless(seen) d_step { resumes = resumes - seen; resting = (resumes == 0) }
#endif
#endif
