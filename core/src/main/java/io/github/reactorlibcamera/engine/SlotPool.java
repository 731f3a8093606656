package io.github.reactorlibcamera.engine;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Where each slot is. Every slot is in exactly one place, and every move asserts the place it comes from; a wrong move is a bug
 * of the engine and throws. Thread-safe; all but {@link #retain}, {@link #release} and {@link #giveBack} are called on the worker
 * only.
 */
final class SlotPool {
    static final int FREE = 0;
    static final int LEASED = 1;
    static final int QUEUED = 2;
    static final int WAITING = 3;
    static final int LENT = 4;
    static final int ABANDONED = 5;

    private static final String[] NAMES = {"free", "leased", "queued", "waiting", "lent", "abandoned"};
    private static final long ONE_GENERATION = 1L << 32;

    private final int size;

    /** The place of each slot; the one truth. Moved by compare-and-set. */
    private final AtomicIntegerArray places;

    /**
     * A bit per free slot, so that the worker finds one without a search. Set by whoever frees a slot, after its place; cleared
     * by the worker, which thereby sees all that the releasing thread did before.
     */
    private final AtomicLong free;

    /** Per slot: its delivery's number in the upper half, open handles in the lower. A handle of an earlier delivery fails. */
    private final AtomicLongArray leases;

    SlotPool(int size) {
        this.size = size;
        this.places = new AtomicIntegerArray(size);
        this.free = new AtomicLong(size == Long.SIZE ? -1L : (1L << size) - 1);
        this.leases = new AtomicLongArray(size);
    }

    int size() {
        return size;
    }

    /** {@return a slot that was free and is queued now, -1 if none is free} */
    int takeFree() {
        return take(QUEUED);
    }

    /** {@return a slot that was free and is leased to the user now, -1 if none is free} */
    int leaseFree() {
        return take(LEASED);
    }

    private int take(int to) {
        long bits = free.get();
        if (bits == 0) {
            return -1;
        }
        int slot = Long.numberOfTrailingZeros(bits);
        free.getAndAdd(-(1L << slot)); // only the worker takes, so the bit is still set
        move(slot, FREE, to);
        return slot;
    }

    boolean hasFree() {
        return free.get() != 0;
    }

    /** The user queues a leased slot. */
    void submit(int slot) {
        move(slot, LEASED, QUEUED);
    }

    /** The user does not want a leased slot. Any thread. */
    void giveBack(int slot) {
        free(slot, LEASED);
    }

    /** The camera has handed a queued slot back. */
    void completed(int slot) {
        move(slot, QUEUED, WAITING);
    }

    /** A waiting slot is handed to the subscriber, as so many handles; returns the delivery's number. */
    int lend(int slot, int handles) {
        move(slot, WAITING, LENT);
        long lease = (leases.get(slot) & -ONE_GENERATION) + ONE_GENERATION + handles;
        leases.set(slot, lease);
        return (int) (lease >>> 32);
    }

    /** A waiting slot is free again, its frame dropped. */
    void recycle(int slot) {
        free(slot, WAITING);
    }

    /** The camera refused a slot. */
    void unqueue(int slot) {
        free(slot, QUEUED);
    }

    /** The camera was stopped and has not handed the slot back: it may still write to it. */
    void abandon(int slot) {
        move(slot, QUEUED, ABANDONED);
    }

    /** {@return true if one more handle on this delivery was opened, false if its last one is closed already} */
    boolean retain(int slot, int delivery) {
        for (; ; ) {
            long lease = leases.get(slot);
            if ((int) (lease >>> 32) != delivery || (int) lease == 0) {
                return false;
            }
            if (leases.compareAndSet(slot, lease, lease + 1)) {
                return true;
            }
        }
    }

    /** Closes one open handle; returns true if it was the last and the slot is free again. */
    boolean release(int slot) {
        if ((int) leases.decrementAndGet(slot) != 0) {
            return false;
        }
        free(slot, LENT);
        return true;
    }

    int place(int slot) {
        return places.get(slot);
    }

    /** {@return how many slots are in a place; exact only while nothing moves} */
    int count(int place) {
        int count = 0;
        for (int slot = 0; slot < size; slot++) {
            if (places.get(slot) == place) {
                count++;
            }
        }
        return count;
    }

    private void free(int slot, int from) {
        move(slot, from, FREE);
        free.getAndAdd(1L << slot);
    }

    private void move(int slot, int from, int to) {
        if (!places.compareAndSet(slot, from, to)) {
            throw new IllegalStateException("slot " + slot + " is " + NAMES[places.get(slot)] + ", not " + NAMES[from]
                    + ", and cannot become " + NAMES[to]);
        }
    }
}
