/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A session. On the worker: EngineSession.step and finish; CaptureLoop.queueRequest, processRequest, takeCompletions, emit and end;
 * SettingsInlet.poll. By anybody: Outlet.request, EngineSession.end, pause and resume, LentFrame.close. On the control thread:
 * EngineSession.close and afterRelease. The camera is what is behind BackendSession.queue, poll and stop. CaptureTask is as in
 * resumes.pml, SlotPool as in slots.pml. Each access to what other threads write is a step of its own.
 *
 * -DPOLICY=DEMAND, BUFFER or LATEST. Bounds: SLOTS; DEMAND_MAX outstanding demand; AHEAD resumes not answered; two requesters, who
 * ask for one or two at once, and two closers. How long it runs, and how many frames there are, is not bounded.
 *
 * Options: BAD, the camera may fail any frame; PAUSE, the user pauses and resumes at any time; SETTINGS, a request is queued only
 * with an element that a publisher supplies when it is asked, and which may complete at any time; HANG, the camera's driver may never
 * come back from the stop, or late.
 *
 * Checked, in every state:
 *   no_lost_wake_up           see WORK, in each state in which the task rests and nobody owes it a resume; and where nothing can move
 *   each_slot_in_one_place    places and queues say the same, and their sum is SLOTS
 *   each_move_from_its_place  as SlotPool.move throws
 *   never_more_than_requested
 *   queued_within_demand      DEMAND: queued + waiting <= requested - emitted when a request is queued
 *   silent_after_end          no emission after the worker has seen the end, nor after the last step; at most one begins after cancel
 *   silent_while_paused       at most one emission begins after the user's pause, the one that raced it
 *   stopped_before_the_end    the camera is stopped and has handed back all it had before the terminal signal; or its driver hangs
 *   all_home_at_the_end       every slot that is not lent is free then, or abandoned where the driver hangs; with the last close all
 *
 * MUTANT_...: at the line that each changes.
 */
#define DEMAND 1
#define BUFFER 2
#define LATEST 3

#ifndef SLOTS
#define SLOTS 2
#endif
#ifndef DEMAND_MAX
#define DEMAND_MAX 2
#endif
#ifndef AHEAD
#define AHEAD 3
#endif
#ifndef REQUESTERS
#define REQUESTERS 2
#endif
#ifndef CLOSERS
#define CLOSERS 2
#endif

#include "properties.pml"

bool scheduled = true; /* CaptureTask.start has been called */
inline schedule() { scheduled = true }

#define SCHEDULE_AT_ONCE
#include "resumes.pml"
#include "slots.pml"

byte demand; /* requested - emitted; only the worker emits, so that one number does */
bool end_set; /* EngineSession.end */
bool stopping, released; /* by the control thread: the camera takes no more requests; EngineSession.isReleased */
bool hangs; /* the camera is not waited for any more */
bool finished; /* by finish, which stops the task */

/* The model's own. */
bool saw_end;
bool emitted_after_end, emitted_after_pause;

#ifdef PAUSE
bool paused;
#define PAUSED paused
#else
#define PAUSED false
#endif

#ifdef SETTINGS
bool asked;              /* SettingsInlet.asked */
bool supplying;          /* the publisher was asked for an element */
bool next, done;         /* SettingsInlet.next and done */
#define SETTINGS_OR_ASK (next || (!asked && !done))
#define EXHAUSTED (done && !next && queued == 0 && len(waiting) == 0)
#else
#define SETTINGS_OR_ASK true
#define EXHAUSTED false
#endif

/* ---- by anybody */

active [REQUESTERS] proctype requester()
{
end:	do
#ifdef MUTANT_RESUME_FIRST
	:: atomic { demand < DEMAND_MAX && MAY_PUBLISH && !finished -> owed++ }
		resume();
		demand++
#else
	:: atomic { demand < DEMAND_MAX && MAY_PUBLISH && !finished -> demand++; owed++ }
		resume()
	:: atomic { demand + 1 < DEMAND_MAX && MAY_PUBLISH && !finished -> demand = demand + 2; owed++ }
		resume()
#endif
	od
}

active [CLOSERS] proctype closer()
{
	byte slot;

end:	do
#ifdef MUTANT_CLOSES_TWICE
	:: atomic { opened != 0 && (MAY_PUBLISH || finished) -> choose_open(slot) }
		d_step { close(slot) }
		d_step { set_free_bit(slot); owed++; slot = 0 }
#elif defined(MUTANT_BIT_FIRST)
	:: atomic { opened != 0 && (MAY_PUBLISH || finished) -> choose_open(slot); set_free_bit(slot); owed++ }
		d_step { close(slot); slot = 0 }
#else
	:: atomic { opened != 0 && (MAY_PUBLISH || finished) -> choose_open(slot); close(slot) }
		d_step { set_free_bit(slot); owed++; slot = 0 }
#endif
		resume()
	od
}

active proctype canceller()
{
	if
	:: end_set = true /* the compare-and-set; the control thread has its order */
	:: skip
	fi
}

#ifdef PAUSE
active proctype user()
{
end:	do
	:: !paused && !finished -> paused = true
	:: d_step { paused && MAY_PUBLISH -> paused = false; emitted_after_pause = false; owed++ }
#ifdef MUTANT_SILENT_UNPAUSE
		owed--
#else
		resume()
#endif
	od
}
#endif

#ifdef SETTINGS
active proctype publisher()
{
end:	do
	:: d_step { supplying && !done && MAY_PUBLISH && !finished -> supplying = false; next = true; owed++ }
#ifdef MUTANT_SILENT_SETTING
		owed--
#else
		resume()
#endif
	:: d_step { !done && MAY_PUBLISH && !finished -> done = true; owed++ }
		resume()
	od
}
#endif

/* ---- on the camera's thread, and on the control thread */

/* rlc_ring_complete; the wake-up behind it, eventcount.pml, ends in a resume. A stop hands back what is left, as cancelled. */
active proctype completion()
{
	byte slot;

end:	do
	:: atomic { !stopping && len(camera) > 0 && MAY_PUBLISH ->
			camera?slot;
			if
			:: ring!slot, true
#ifdef BAD
			:: ring!slot, false
#endif
			fi;
			slot = 0;
			owed++
		}
		resume()
	:: atomic { stopping && len(camera) > 0 -> camera?slot; ring!slot, false; slot = 0 }
	od
}

/* EngineSession.close and afterRelease. */
active proctype control()
{
end:	end_set;
	stopping = true; /* under the mutex that rlc_camera_queue takes too */
	if
	:: len(camera) == 0
#ifdef HANG
	:: len(camera) > 0 -> hangs = true /* the limit of its stop is over */
#endif
	fi;
#ifdef MUTANT_RELEASED_LATE
	owed++;
	resume();
	released = true
#else
	atomic { released = true; owed++ }
	resume()
#endif
}

/* ---- on the worker */

byte queued; /* CaptureLoop.queued */

#if POLICY == DEMAND
#define WANTED (queued + len(waiting) < demand)
#else
#define WANTED true
#endif
#ifdef MUTANT_QUEUES_MORE
#define WANTS (queued + len(waiting) <= demand)
#else
#define WANTS WANTED
#endif

#define NO_DEMAND (demand == 0 || PAUSED)

/* CaptureLoop.waitingKeepsTheLastSlot, without its two looks at what others write: the demand, and the free slots. */
#if POLICY == LATEST
#define ONLY_ONE_WAITS (queued == 0 && len(waiting) > 0)
#else
#define ONLY_ONE_WAITS false
#endif
inline waiting_keeps_the_last_slot()
{
	keeps = false;
#if POLICY == LATEST && !defined(MUTANT_KEEPS_LAST)
	if
	:: ONLY_ONE_WAITS && NO_DEMAND ->
		if
		:: free == 0 -> keeps = true
		:: else
		fi
	:: else
	fi
#endif
}

/* What a resting task may not leave undone. */
#define WORK ( \
	(end_set && released) || \
	(!end_set && ( \
		len(ring) > 0 || \
		(len(waiting) > 0 && !NO_DEMAND) || \
		(free != 0 && WANTED && SETTINGS_OR_ASK) || \
		EXHAUSTED || \
		(free == 0 && ONLY_ONE_WAITS && NO_DEMAND))))

/* CaptureLoop.drop: it closes the frame, so that it resumes. */
inline drop(slot)
{
	to_free(slot, WAITING);
#ifndef MUTANT_BOOLEAN
	resumes++
#endif
}

/* SettingsInlet.poll */
#ifdef SETTINGS
inline poll_setting()
{
	if
	:: d_step { !asked && !done -> asked = true; supplying = true }
	:: else
	fi;
	if
	:: d_step { next -> next = false; asked = false; wants = true }
	:: else -> wants = false
	fi
}
#else
#define poll_setting() skip
#endif

inline queue_request()
{
	waiting_keeps_the_last_slot();
	if
	:: d_step { keeps -> keeps = false; waiting?slot; drop(slot); slot = 0 }
	:: else
	fi;
	if
	:: free != 0 ->
		if
		:: WANTS -> wants = true; poll_setting()
		:: else
		fi
	:: else
	fi;
	if
	:: d_step { wants -> wants = false; take_free(slot) }
		/* BackendSession.queue, under a mutex with the stop. */
		d_step {
			if
			:: !stopping ->
				camera!slot;
				queued++;
				more = true;
				CHECK(POLICY != DEMAND || queued + len(waiting) <= demand, queued_within_demand)
			:: else -> to_free(slot, QUEUED)
			fi;
			hands--;
			slot = 0
		}
	:: else
	fi
}

/* What the camera completed goes to the waiting queue; under LATEST it replaces what is there. */
inline take_completions()
{
	do
	:: d_step { len(ring) > 0 ->
			ring?slot, good;
			move(slot, QUEUED, WAITING);
			queued--;
			if
			:: !good ->
				to_free(slot, WAITING);
				recycled = true
			:: else ->
#if POLICY == LATEST
				if
				:: len(waiting) > 0 ->
					waiting?older;
					drop(older);
					older = 0;
					recycled = true
				:: else
				fi;
#endif
				CHECK(POLICY != DEMAND || len(waiting) < demand, queued_within_demand);
				waiting!slot
			fi;
			good = false;
			slot = 0
		}
	:: len(ring) == 0 -> break
	od
}

/* One onNext. */
inline emit()
{
	d_step {
		CHECK(demand > 0, never_more_than_requested);
		CHECK(!saw_end && !emitted_after_end && !finished, silent_after_end);
		CHECK(!(PAUSED && emitted_after_pause), silent_while_paused);
		emitted_after_end = end_set;
		emitted_after_pause = PAUSED;
		waiting?slot;
		lend(slot);
		slot = 0;
		demand--
	}
}

inline process_request()
{
	take_completions();
	if
	:: len(waiting) == 0 -> skip
#ifndef MUTANT_NO_DEMAND_CHECK
	:: len(waiting) > 0 && demand == 0 -> skip
#endif
#ifndef MUTANT_IGNORES_PAUSE
	:: len(waiting) > 0 && PAUSED -> skip
#endif
	:: else ->
		if
#ifndef MUTANT_IGNORES_END
		:: d_step { end_set -> saw_end = true }
#endif
		:: else ->
			emit()
#if POLICY != LATEST /* where none is left to wait */
			if
			:: len(waiting) > 0 && !NO_DEMAND -> more = true
			:: else
			fi
#endif
		fi
	fi;
#ifdef SETTINGS
	if
	:: EXHAUSTED -> end_set = true /* CaptureLoop.completeWithSettings */
	:: else
	fi;
#endif
	waiting_keeps_the_last_slot();
	d_step {
#ifndef MUTANT_FORGETS_RECYCLED
		more = more || recycled || keeps;
#endif
		recycled = false;
		keeps = false
	}
}

/* CaptureLoop.end: brings home all that is not lent; the terminal signal follows. */
inline finish()
{
	CHECK(stopping && released && (len(camera) == 0 || hangs), stopped_before_the_end);
#ifndef MUTANT_LEAVES_QUEUED
	do
	:: d_step { len(ring) > 0 -> ring?slot, good; move(slot, QUEUED, WAITING); to_free(slot, WAITING); good = false; slot = 0 }
	:: else -> break
	od;
#endif
	do
	:: d_step { len(waiting) > 0 -> waiting?slot; to_free(slot, WAITING); slot = 0 }
	:: else -> break
	od;
	atomic {
		slot = 0;
		do
		:: slot < SLOTS ->
			if
			:: place[slot] == QUEUED && hangs -> move(slot, QUEUED, ABANDONED)
			:: else -> CHECK(place[slot] == FREE || place[slot] == LENT, all_home_at_the_end)
			fi;
			slot++
		:: else -> break
		od;
		slot = 0;
		seen = 0;
		queued = 0;
		finished = true
	}
}

active proctype worker()
{
	byte slot, older;
	short seen;
	bool good, more, recycled, keeps, wants, resting;

end:	do
	:: d_step { scheduled && !finished -> scheduled = false }
		do
		:: more = false;
			pause(seen);
			if
#ifdef MUTANT_FINISHES_EARLY
			:: end_set -> finish(); break
#else
			:: released -> finish(); break
#endif
			:: else
			fi;
			if
			:: d_step { end_set -> saw_end = true }
#ifdef MUTANT_IGNORES_END
				queue_request(); process_request()
#endif
			:: else -> queue_request(); process_request()
			fi;
			if
			:: more
			:: else ->
				atomic {
					rest_unless(seen);
					seen = 0;
					if
					:: resting -> resting = false; break
					:: else
					fi
				}
			fi
		od
	od
}

active proctype watch()
{
end:	if
	:: resumes == 0 && owed == 0 && !finished && WORK -> assert(no_lost_wake_up)
	:: !CONSERVED -> assert(each_slot_in_one_place)
	:: timeout ->
		CHECK(finished || (!end_set && !WORK), no_lost_wake_up);
		CHECK(!finished || ((free == (1 << SLOTS) - 1 || hangs) && opened == 0), all_home_at_the_end)
	fi
}
