package io.github.reactorlibcamera.jna;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The consumer's side of the shim's completion ring, {@code rlc_ring_header}.
 *
 * <p>{@link #poll} is for one thread at a time, and {@link #await} too, which may be another one; {@link #wake} is for any, at any
 * time, since the memory lives as long as this object.
 */
final class CompletionRing {
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle POLLED_TAIL;

    static {
        try {
            POLLED_TAIL = MethodHandles.lookup().findVarHandle(CompletionRing.class, "polledTail", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ByteBuffer memory;
    private final long address;
    private final int mask;
    private final int records;

    /** Records read. By the polling thread, which publishes it in the memory for the shim's overflow check. */
    private long head;

    /**
     * The tail as the last poll saw it: what is beyond is a reason not to sleep. Written by the polling thread, read by the awaiting
     * one; where these are two, an old value only makes an await return early.
     */
    @SuppressWarnings("unused") // through POLLED_TAIL
    private volatile long polledTail;

    /** The same, for the polling thread itself. */
    private long tail;

    /** The tail as the last await saw it: that wake-up was given. By the awaiting thread only. */
    private long awaitedTail;

    /** True once the awaiting thread was told of the disconnect. By that thread only. */
    private boolean seenDisconnect;

    /**
     * A wake-up that no await has answered. Set by anybody after publishing its state and before looking at {@code sleeping};
     * read by the consumer after it has set {@code sleeping}: one of the two sees the other.
     */
    private volatile boolean woken;

    CompletionRing(ByteBuffer memory) {
        if (memory.getInt(0) != Abi.RING_MAGIC) {
            throw new IllegalStateException("not a completion ring");
        }
        this.memory = memory;
        this.address = MappedMemory.address(memory);
        this.mask = memory.getInt(Abi.RING_CAPACITY) - 1;
        this.records = memory.getInt(Abi.RING_RECORDS_OFFSET);
    }

    /** {@return the next completed slot of the latest start, -1 if there is none} */
    int poll() {
        for (; ; ) {
            if (head == tail) {
                tail = (long) LONG.getAcquire(memory, Abi.RING_TAIL);
                POLLED_TAIL.setRelease(this, tail);
                if (head == tail) {
                    return -1;
                }
            }
            int record = records + ((int) head & mask) * Abi.RECORD_SIZE;
            int slot = memory.getInt(record);
            boolean current = memory.getInt(record + Abi.RECORD_GENERATION) == memory.getInt(Abi.RING_GENERATION);
            head++;
            LONG.setRelease(memory, Abi.RING_HEAD, head);
            if (current) {
                return slot;
            }
        }
    }

    boolean isDisconnected() {
        return (int) INT.getAcquire(memory, Abi.RING_DISCONNECTED) != 0;
    }

    /** Sleeps until there is something this consumer has not seen. */
    void await() {
        int sequence = (int) INT.getVolatile(memory, Abi.RING_WAKE_SEQUENCE);
        INT.setVolatile(memory, Abi.RING_SLEEPING, 1);
        // Look again after arming: what came before is seen here, what comes after sees the flag and wakes us.
        if (!woken && isSeen((long) LONG.getVolatile(memory, Abi.RING_TAIL)) && (seenDisconnect || !isGone())) {
            try {
                Shim.rlc_wait(address, sequence, -1);
            } finally {
                Reference.reachabilityFence(memory);
            }
        }
        INT.setVolatile(memory, Abi.RING_SLEEPING, 0);
        woken = false;
        awaitedTail = (long) LONG.getVolatile(memory, Abi.RING_TAIL);
        seenDisconnect = isGone();
    }

    private boolean isSeen(long now) {
        return now == awaitedTail || now == polledTail;
    }

    private boolean isGone() {
        return (int) INT.getVolatile(memory, Abi.RING_DISCONNECTED) != 0;
    }

    /** Ends the current sleep, or the next. Any thread. */
    void wake() {
        woken = true;
        if ((int) INT.getVolatile(memory, Abi.RING_SLEEPING) != 0
                && (int) INT.getAndSet(memory, Abi.RING_SLEEPING, 0) != 0) {
            try {
                Shim.rlc_wake(address);
            } finally {
                Reference.reachabilityFence(memory);
            }
        }
    }
}
