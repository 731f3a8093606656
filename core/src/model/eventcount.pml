/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The worker's sleep: CompletionRing.await, wake and poll, CaptureWorker.run and schedule, SessionWorker.sleep and dispose, and in the
 * shim rlc_ring_complete, rlc_ring_disconnect, rlc_ring_wake_if_sleeping, rlc_ring_wake and rlc_wait, with the futex's own rules: it
 * compares the word and sleeps in one step, and wakes who sleeps at that moment, late wake-ups and signals among them.
 *
 * One thread polls and sleeps, as CaptureWorker's; with HANDOVER one sleeps and resumes and another one polls, as with HandoverWorker.
 *
 * Bounds: RECORDS completions and then a disconnect; WAKERS Java threads, each of which publishes and wakes WAKES times; SIGNALS.
 *
 * Checked: it never sleeps for good on a record or a disconnect that no step has seen, or on a Java thread's work that it has not.
 *
 * Memory: sequentially consistent, as the code asks for; with TSO, each thread has a store buffer of one entry, as on x86, which
 * every store passes through and which a fence after the store empties. NO_FENCE_PRODUCER, NO_FENCE_CONSUMER and NO_FENCE_WAKER
 * leave that thread's fence out; the release of `polledTail` needs none. Locked instructions and system calls empty the buffer.
 *
 * MUTANT_NO_SECOND_LOOK: sleeps without looking again after arming. MUTANT_NO_COMPARE: the futex does not compare the word.
 * MUTANT_CLEAR_LATE: `woken` is cleared after the work was looked at.
 */
#ifndef RECORDS
#define RECORDS 3
#endif
#ifndef WAKERS
#define WAKERS 1
#endif
#ifndef WAKES
#define WAKES 2
#endif
#ifndef SIGNALS
#define SIGNALS 1
#endif

#include "properties.pml"

/* The shared words. WORK is what Java threads publish before they wake: scheduled, disposed. */
#define TAIL 0
#define GONE 1
#define SLEEPING 2
#define WOKEN 3
#define WORK 4
#define SEQUENCE 5
#define POLLED_TAIL 6
byte memory[7];

/* The threads, and whether each has its fence. */
#define CONSUMER 0
#define PRODUCER 1
#define WAKER(n) (2 + (n))
#ifdef HANDOVER
#define POLLER WAKER(WAKERS)
#else
#define POLLER CONSUMER
#endif

#ifdef NO_FENCE_CONSUMER
#define FENCED(thread) (thread != CONSUMER)
#elif defined(NO_FENCE_PRODUCER)
#define FENCED(thread) (thread != PRODUCER)
#elif defined(NO_FENCE_WAKER)
#define FENCED(thread) (thread < WAKER(0))
#else
#define FENCED(thread) true
#endif

#ifdef TSO
#define THREADS (3 + WAKERS)
#define EMPTY 9
byte word[THREADS] = EMPTY; /* the store buffers: which word, EMPTY if none, */
byte kept[THREADS];         /* and what it will be */

#define load(thread, w) (word[thread] == w -> kept[thread] : memory[w])
#define DRAINED(thread) (word[thread] == EMPTY)
inline release(thread, w, value)
{
	atomic { DRAINED(thread) -> word[thread] = w; kept[thread] = value }
}
inline store(thread, w, value)
{
	release(thread, w, value);
	if
	:: FENCED(thread) -> DRAINED(thread)
	:: else
	fi
}

active [THREADS] proctype buffer()
{
end:	do
	:: d_step { !DRAINED(_pid) -> memory[word[_pid]] = kept[_pid]; word[_pid] = EMPTY; kept[_pid] = 0 }
	od
}
#else
#define load(thread, w) memory[w]
#define DRAINED(thread) true
inline store(thread, w, value) { memory[w] = value }
#define release(thread, w, value) store(thread, w, value)
#endif

/* The kernel's side: the consumer is asleep, or not. */
bool asleep;
byte signals = SIGNALS;

/* rlc_ring_wake_if_sleeping and rlc_ring_wake; CompletionRing.wake does the same. */
inline wake_if_sleeping(thread)
{
	if
	:: load(thread, SLEEPING) == 0
	:: load(thread, SLEEPING) != 0 ->
		if
		:: d_step { DRAINED(thread) && memory[SLEEPING] != 0 -> memory[SLEEPING] = 0 }
			memory[SEQUENCE]++;
			asleep = false /* FUTEX_WAKE */
		:: d_step { DRAINED(thread) && memory[SLEEPING] == 0 }
		fi
	fi
}

active proctype producer()
{
	byte records;

	do
	:: records < RECORDS ->
		records++;
		store(PRODUCER, TAIL, records);
		wake_if_sleeping(PRODUCER)
	:: else -> break
	od;
	store(PRODUCER, GONE, 1);
	wake_if_sleeping(PRODUCER);
	records = 0
}

/* CaptureWorker.schedule or dispose, then CompletionRing.wake. */
proctype waker(byte me)
{
	byte times;

	do
	:: times < WAKES ->
		times++;
		/* An atomic add: publishing is one store, and another waker's is not lost. */
		d_step { DRAINED(me) -> memory[WORK]++ }
		store(me, WOKEN, 1);
		wake_if_sleeping(me)
	:: else -> break
	od
}

byte head, tail; /* CompletionRing.head and tail, of the one who polls */
byte seen_work;
bool saw_gone;   /* a step saw the disconnect */

/* The step: CompletionRing.poll, until it says that there is none, and isDisconnected. */
inline poll()
{
	do
	:: head < tail -> head++
	:: head == tail ->
		tail = load(POLLER, TAIL);
		release(POLLER, POLLED_TAIL, tail);
		if
		:: head == tail -> break
		:: else
		fi
	od;
	saw_gone = load(POLLER, GONE)
}

#ifdef HANDOVER
bool resumed = true;

active proctype poller()
{
end:	do
	:: resumed -> resumed = false; poll()
	od
}
#endif

/* CaptureWorker.run, or with HANDOVER HandoverWorker.run. */
active proctype consumer()
{
	byte sequence, awaited_tail, now;
	bool seen_disconnect;

	do
	:: /* scheduled, disposed */
		seen_work = load(CONSUMER, WORK);
#ifdef MUTANT_CLEAR_LATE
		store(CONSUMER, WOKEN, 0);
#endif
#ifdef HANDOVER
		resumed = true;
#else
		poll();
#endif
		/* CompletionRing.await */
		sequence = load(CONSUMER, SEQUENCE);
		store(CONSUMER, SLEEPING, 1);
#ifdef MUTANT_NO_SECOND_LOOK
		goto wait;
#endif
		if
		:: load(CONSUMER, WOKEN) != 0 -> goto awake
		:: load(CONSUMER, WOKEN) == 0
		fi;
		now = load(CONSUMER, TAIL);
		if
		:: now != awaited_tail && now != load(CONSUMER, POLLED_TAIL) -> goto awake
		:: now == awaited_tail || now == load(CONSUMER, POLLED_TAIL)
		fi;
		if
		:: !seen_disconnect && load(CONSUMER, GONE) -> goto awake
		:: seen_disconnect || !load(CONSUMER, GONE)
		fi;
wait:		/* rlc_wait */
		if
#ifdef MUTANT_NO_COMPARE
		:: DRAINED(CONSUMER) -> asleep = true
#else
		:: d_step { DRAINED(CONSUMER) && memory[SEQUENCE] == sequence -> asleep = true }
		:: DRAINED(CONSUMER) && memory[SEQUENCE] != sequence -> goto awake /* EAGAIN */
#endif
		fi;
end:		if
		:: !asleep ->
			if
#ifndef MUTANT_NO_COMPARE
			:: memory[SEQUENCE] == sequence -> goto wait /* a late wake-up, meant for an earlier sleep */
			:: memory[SEQUENCE] != sequence
#else
			:: skip
#endif
			fi
		:: d_step { asleep && signals > 0 -> signals--; asleep = false } goto wait /* EINTR */
		fi;
awake:		store(CONSUMER, SLEEPING, 0);
#ifndef MUTANT_CLEAR_LATE
		store(CONSUMER, WOKEN, 0);
#endif
		awaited_tail = load(CONSUMER, TAIL);
		seen_disconnect = load(CONSUMER, GONE);
		sequence = 0;
		now = 0
	od
}

init {
	byte n;
	atomic {
		do
		:: n < WAKERS -> run waker(WAKER(n)); n++
		:: else -> break
		od
	}
}

active proctype watch()
{
	timeout -> CHECK(head == RECORDS && saw_gone && seen_work == WAKERS * WAKES, no_lost_wake_up)
}
