/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The capture task alone: CaptureTask.start, resume, stop, run, slice and step. Two threads publish something and resume; one starts the task;
 * one may stop it. Two executors run whatever is scheduled, at once if they can, so that nothing leans on a worker being serial.
 *
 * A step may throw. Not modelled: a scheduler that runs at once what it is given (CaptureTask.Yield).
 *
 * Bounds: ITEMS published and not yet taken; AHEAD resumes not answered; SLICE steps in a run. No bound on the time it runs.
 *
 * Checked: the task never rests while something is published that no step will take (no_lost_wake_up); it is never scheduled
 * while it is scheduled or running, which is what lets CaptureWorker.taskScheduled be a boolean (one_run_at_a_time); at most one
 * step begins after stop (no_step_after_stop).
 *
 * Mutants, beside those of resumes.pml. MUTANT_RESUME_FIRST: resumes, then publishes. MUTANT_NO_RESCHEDULE: a run that has used up
 * its slice just ends. MUTANT_STOP_AT_RUN: looks at `stopped` once per run only. MUTANT_SUBTRACTS_TWICE: the end of a slice subtracts
 * what the last step has subtracted. MUTANT_THROWS_AWAY: a step that throws leaves the counter as it is.
 */
#ifndef ITEMS
#define ITEMS 2
#endif
#ifndef AHEAD
#define AHEAD 5
#endif
#ifndef SLICE
#define SLICE 2
#endif

#include "properties.pml"

byte published;   /* and not taken */
byte scheduled;   /* runs that an executor is to begin */
bool running;
bool stopped;
byte begun;       /* steps since stopped, the model's own */

inline schedule()
{
	d_step {
		scheduled++;
		CHECK(scheduled == 1 && !running, one_run_at_a_time)
	}
}

#include "resumes.pml"

active [2] proctype resumer()
{
end:	do
#ifdef MUTANT_RESUME_FIRST
	:: atomic { published < ITEMS && MAY_PUBLISH -> owed++ }
		resume();
		published++
#else
	:: atomic { published < ITEMS && MAY_PUBLISH -> published++; owed++ }
		resume()
#endif
	od
}

active proctype starter()
{
	schedule()
}

active proctype stopper()
{
	if
	:: stopped = true
	:: skip /* never */
	fi
}

/* Takes one item. It may say that there is more where there is none: that costs a step, and nothing else. */
inline step()
{
	atomic {
		if
		:: stopped -> begun++; CHECK(begun <= 1, no_step_after_stop)
		:: else
		fi;
		more = published > 1;
		if
		:: published > 0 -> published--
		:: else
		fi;
		if
		:: more = true
		:: throws = true; published = 0 /* gives up what it saw */
		:: skip
		fi
	}
}

active [2] proctype executor()
{
	byte steps;
	short seen;
	bool more, throws, resting;

end:	do
	:: d_step { scheduled > 0 -> scheduled--; CHECK(!running, one_run_at_a_time); running = true; steps = 0; seen = 1 }
		do
		:: steps < SLICE ->
			if
#ifdef MUTANT_STOP_AT_RUN
			:: stopped && steps == 0 -> running = false; break
#else
			:: stopped -> running = false; break
#endif
			:: else
			fi;
			pause(seen);
			step();
			steps++;
			if
			:: throws ->
				throws = false;
				more = false;
				/* No step follows in this run from here on. */
#ifndef MUTANT_THROWS_AWAY
				atomic { rest_unless(seen); running = false }
				if
				:: resting -> resting = false
				:: else -> schedule()
				fi;
#else
				running = false;
#endif
				break
			:: else
			fi;
			if
			:: more -> more = false
			:: else ->
				/* Rests from here on: a resume may schedule it. */
				atomic {
					rest_unless(seen);
#ifndef MUTANT_SUBTRACTS_TWICE
					seen = 1;
#endif
					if
					:: resting -> resting = false; running = false; break
					:: else
					fi
				}
			fi
		:: else ->
			/* Nothing but the schedule is left of this run. */
			d_step { resumes = resumes + 1 - seen; running = false }
#ifndef MUTANT_NO_RESCHEDULE
			schedule();
#endif
			break
		od;
		steps = 0;
		seen = 0
	od
}

active proctype watch()
{
end:	if
	:: resumes == 0 && owed == 0 && scheduled == 0 && !running && published > 0 && !stopped -> assert(no_lost_wake_up)
	:: timeout -> CHECK(published == 0 || stopped, no_lost_wake_up)
	fi
}
