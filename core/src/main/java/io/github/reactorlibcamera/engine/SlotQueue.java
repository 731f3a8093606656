package io.github.reactorlibcamera.engine;

/** Slot numbers in order of arrival; holds each slot of a pool once. Thread-bound to the worker. */
final class SlotQueue {
    private final int[] slots;
    private int head;
    private int size;

    SlotQueue(int capacity) {
        this.slots = new int[capacity];
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    void add(int slot) {
        int tail = head + size++;
        slots[tail < slots.length ? tail : tail - slots.length] = slot;
    }

    /** {@return the oldest; the queue must not be empty} */
    int remove() {
        int slot = slots[head];
        head = head + 1 == slots.length ? 0 : head + 1;
        size--;
        return slot;
    }
}
