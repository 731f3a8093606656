package io.github.reactorlibcamera.engine;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Where each slot is. Every slot is in exactly one place, and every move asserts the place it comes from; a wrong move is a bug
 * of the engine and throws. Thread-safe; {@link #takeFree} to {@link #recycle} are called on the worker only.
 */
final class SlotPool {
    static final int FREE = 0;
    static final int QUEUED = 1;
    static final int WAITING = 2;
    static final int LENT = 3;

    private static final String[] NAMES = {"free", "queued", "waiting", "lent"};
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
        long bits = free.get();
        if (bits == 0) {
            return -1;
        }
        int slot = Long.numberOfTrailingZeros(bits);
        free.getAndAdd(-(1L << slot)); // only the worker takes, so the bit is still set
        move(slot, FREE, QUEUED);
        return slot;
    }

    boolean hasFree() {
        return free.get() != 0;
    }

    /** The camera has handed a queued slot back. */
    void completed(int slot) {
        move(slot, QUEUED, WAITING);
    }

    /** A waiting slot is handed to the subscriber; returns the delivery's number. */
    int lend(int slot) {
        move(slot, WAITING, LENT);
        long lease = (leases.get(slot) & -ONE_GENERATION) + ONE_GENERATION + 1;
        leases.set(slot, lease);
        return (int) (lease >>> 32);
    }

    /** A waiting slot is free again, its frame dropped. */
    void recycle(int slot) {
        move(slot, WAITING, FREE);
        free.getAndAdd(1L << slot);
    }

    /** A slot that the camera refused, or never handed back before it was stopped. */
    void unqueue(int slot) {
        move(slot, QUEUED, FREE);
        free.getAndAdd(1L << slot);
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
        move(slot, LENT, FREE);
        free.getAndAdd(1L << slot);
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

    private void move(int slot, int from, int to) {
        if (!places.compareAndSet(slot, from, to)) {
            throw new IllegalStateException("slot " + slot + " is " + NAMES[places.get(slot)] + ", not " + NAMES[from]
                    + ", and cannot become " + NAMES[to]);
        }
    }
}
