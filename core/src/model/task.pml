/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The capture task alone: CaptureTask.start, resume, stop and run. Two threads publish something and resume; one starts the task;
 * one may stop it. Two executors run whatever is scheduled, at once if they can, so that nothing leans on a worker being serial.
 *
 * Bounds: ITEMS published and not yet taken; AHEAD resumes not answered; SLICE steps in a run. No bound on the time it runs.
 *
 * Checked: the task never rests while something is published that no step will take (no_lost_wake_up); it is never scheduled
 * while it is scheduled or running, which is what lets CaptureWorker.taskScheduled be a boolean (one_run_at_a_time); at most one
 * step begins after stop (no_step_after_stop).
 *
 * Mutants, beside those of resumes.pml. MUTANT_RESUME_FIRST: resumes, then publishes. MUTANT_NO_RESCHEDULE: a run that has used up
 * its slice just ends. MUTANT_STOP_AT_RUN: looks at `stopped` once per run only.
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

/* Takes one item. It may say that there is more where there is none: that costs a step, and no more. */
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
		:: skip
		fi
	}
}

active [2] proctype executor()
{
	byte seen, steps;
	bool more, resting;

end:	do
	:: d_step { scheduled > 0 -> scheduled--; CHECK(!running, one_run_at_a_time); running = true; steps = 0 }
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
			:: more -> more = false
			:: else ->
				resting = false;
				/* Rests from here on: a resume may schedule it. */
				atomic {
					rest_unless(seen);
					if
					:: resting -> resting = false; running = false; break
					:: else
					fi
				}
			fi
		:: else ->
			running = false; /* nothing but the schedule is left of this run */
#ifndef MUTANT_NO_RESCHEDULE
			schedule();
#endif
			break
		od;
		steps = 0
	od
}

active proctype watch()
{
end:	if
	:: resumes == 0 && owed == 0 && published > 0 && !stopped -> assert(no_lost_wake_up)
	:: timeout -> CHECK(published == 0 || stopped, no_lost_wake_up)
	fi
}
