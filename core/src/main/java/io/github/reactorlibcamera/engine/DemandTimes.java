package io.github.reactorlibcamera.engine;

/**
 * When demand was seen first. Where there is more than can be kept apart, the later time stands for it: a frame is then recycled
 * that need not be, never delivered that must not be. Thread-bound to the worker.
 */
final class DemandTimes {
    private static final int CAPACITY = 64;

    /** Demand up to this number, and since when: a ring from `head` on, in order. */
    private final long[] upTo = new long[CAPACITY];

    private final long[] since = new long[CAPACITY];
    private int head;
    private int size;

    /** {@return true if there is demand beyond what was seen} */
    boolean isNew(long requested) {
        return size == 0 || upTo[last()] != requested;
    }

    void seen(long requested, long now) {
        if (size < CAPACITY) {
            size++;
        }
        upTo[last()] = requested;
        since[last()] = now;
    }

    /** {@return since when the element of this number was asked for}; numbers only grow. */
    long since(long element) {
        while (size > 1 && upTo[head] <= element) {
            head = (head + 1) % CAPACITY;
            size--;
        }
        return since[head];
    }

    void clear() {
        size = 0;
    }

    private int last() {
        return (head + size - 1) % CAPACITY;
    }
}
