/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SlotPool, and the queues that a slot passes through. `place` is SlotPool.places, the one truth; `free` is its bit set; the rest
 * is where the slot really is: with the camera, in the completion ring, in CaptureLoop's waiting queue, open with the
 * subscriber, or for a moment in the hands of a thread that moves it. Each inline is one step: a compare-and-set, an atomic
 * add, or an access to a queue that only one thread uses on this side, with what no other thread can tell from it.
 *
 * Up to four slots.
 */
#define FREE 0
#define QUEUED 1
#define WAITING 2
#define LENT 3
#define ABANDONED 4

byte place[SLOTS]; /* all are free */
byte free = (1 << SLOTS) - 1;
chan camera = [SLOTS] of { byte };
chan ring = [SLOTS] of { byte, bool }; /* a slot, and whether its frame is good */
chan waiting = [SLOTS] of { byte };
byte opened; /* a bit per frame that is open with the subscriber */
byte hands;

#define BIT(bits, n) (((bits) >> (n)) & 1)
#define COUNT(bits) (BIT(bits, 0) + BIT(bits, 1) + BIT(bits, 2) + BIT(bits, 3))
#define IN_PLACE(n) ((!BIT(free, n) || place[n] == FREE) && (!BIT(opened, n) || place[n] == LENT))
#define CONSERVED ( \
	COUNT(free) + len(camera) + len(ring) + len(waiting) + COUNT(opened) + hands == SLOTS && \
	IN_PLACE(0) && IN_PLACE(SLOTS / 2) && IN_PLACE(SLOTS - 1))

/* SlotPool.move */
inline move(slot, from, to)
{
	CHECK(place[slot] == from, each_move_from_its_place);
	place[slot] = to
}

/* SlotPool.takeFree; only the worker takes, so its steps are one. The slot is in hand until it is queued. */
inline take_free(slot)
{
	slot = 0;
	do
	:: BIT(free, slot) -> break
	:: else -> slot++
	od;
	free = free ^ (1 << slot);
	hands++;
	move(slot, FREE, QUEUED)
}

/* SlotPool.recycle and unqueue, and what CaptureLoop.drop comes to: of the worker too. */
inline to_free(slot, from)
{
	move(slot, from, FREE);
	CHECK(BIT(free, slot) == 0, each_slot_in_one_place);
	free = free | (1 << slot)
}

/* SlotPool.lend in CaptureLoop.emit; the handle is the subscriber's. */
inline lend(slot)
{
	move(slot, WAITING, LENT);
	CHECK(BIT(opened, slot) == 0, each_slot_in_one_place);
	opened = opened | (1 << slot)
}

/* LentFrame.close and SlotPool.release, up to the resume, in two steps: any thread closes any open frame; the bit is set. */
inline choose_open(slot)
{
	if
	:: BIT(opened, 0) -> slot = 0
	:: BIT(opened, 1) -> slot = 1
	:: BIT(opened, 2) -> slot = 2
	:: BIT(opened, 3) -> slot = 3
	fi
}

inline close(slot)
{
	opened = opened & (255 ^ (1 << slot));
	hands++;
	move(slot, LENT, FREE)
}

inline set_free_bit(slot)
{
	CHECK(BIT(free, slot) == 0, each_slot_in_one_place);
	free = free | (1 << slot);
	hands--
}
