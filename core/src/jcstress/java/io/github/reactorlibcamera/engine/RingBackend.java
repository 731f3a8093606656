package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.BufferMemory;
import io.github.reactorlibcamera.CameraConfiguration;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.Size;
import io.github.reactorlibcamera.StreamConfiguration;
import io.github.reactorlibcamera.StreamRole;
import io.github.reactorlibcamera.spi.BackendSession;
import io.github.reactorlibcamera.spi.SlotMapping;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A camera of two rings, as the shim has them: requests from the worker, completions from the camera. There is no lock in it that
 * would order the race. {@link #complete} and {@link #stop} are for one thread at a time, as {@link #queue} and {@link #poll} are.
 */
final class RingBackend implements BackendSession {
    private static final int SIZE = 8;
    private static final int EACCES = 13;
    private static final long STOPPED = Long.MIN_VALUE;
    private static final CameraConfiguration CONFIGURATION = new CameraConfiguration(
            List.of(new StreamConfiguration(StreamRole.VIEWFINDER, PixelFormat.R8, new Size(2, 2), 2, 4)),
            SIZE,
            BufferMemory.MEMFD,
            Duration.ZERO,
            Set.of());

    private final int slots;
    private final int[] requests = new int[SIZE];
    private final int[] completions = new int[SIZE];
    private final boolean[] good = new boolean[SIZE];

    /** Requests so far, and {@link #STOPPED}. Raised by the worker, which publishes the request. */
    private final AtomicLong requestTail = new AtomicLong();

    /** Completions so far. Raised by the camera, which publishes the completion. */
    private final AtomicLong completionTail = new AtomicLong();

    /** Thread-bound to the camera. */
    private long requestHead;

    /** Thread-bound to the worker. */
    private long completionHead;

    RingBackend(int slots) {
        this.slots = slots;
    }

    // ---- the camera

    /** Completes the oldest request, if there is one. */
    void complete() {
        if (requestHead < (requestTail.get() & ~STOPPED)) {
            complete(true);
        }
    }

    private void complete(boolean isGood) {
        int slot = requests[(int) (requestHead++ % SIZE)];
        good[slot] = isGood;
        completions[(int) (completionTail.get() % SIZE)] = slot;
        completionTail.getAndIncrement();
    }

    @Override
    public void stop() {
        long all = requestTail.getAndUpdate(tail -> tail | STOPPED) & ~STOPPED;
        while (requestHead < all) {
            complete(false);
        }
    }

    // ---- the worker

    @Override
    public int queue(int slot) {
        long tail = requestTail.get();
        if (tail < 0) {
            return -EACCES;
        }
        requests[(int) (tail % SIZE)] = slot;
        return requestTail.compareAndSet(tail, tail + 1) ? 0 : -EACCES;
    }

    @Override
    public int queue(int slot, ControlList settings) {
        return queue(slot);
    }

    @Override
    public int poll() {
        return completionHead < completionTail.get() ? completions[(int) (completionHead++ % SIZE)] : -1;
    }

    @Override
    public boolean isGood(int slot) {
        return good[slot];
    }

    // ---- of no interest

    @Override
    public int slotCount() {
        return slots;
    }

    @Override
    public void start() {}

    @Override
    public void check(ControlList settings) {}

    @Override
    public boolean isDisconnected() {
        return false;
    }

    @Override
    public void await() {}

    @Override
    public void wake() {}

    @Override
    public long sequence(int slot, int stream) {
        return 0;
    }

    @Override
    public long timestamp(int slot, int stream) {
        return 0;
    }

    @Override
    public long capturedAt(int slot) {
        return 0;
    }

    @Override
    public long completedAt(int slot) {
        return 0;
    }

    @Override
    public ControlList metadata(int slot) {
        return ControlList.EMPTY;
    }

    @Override
    public CameraConfiguration configuration() {
        return CONFIGURATION;
    }

    @Override
    public int planeCount(int stream) {
        return 0;
    }

    @Override
    public ByteBuffer plane(int slot, int stream, int plane) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SlotMapping map(int slot, int stream) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int bytesUsed(int slot, int stream, int plane) {
        return 0;
    }

    @Override
    public int stride(int stream, int plane) {
        return 0;
    }

    @Override
    public int fileDescriptor(int slot, int stream, int plane) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int offset(int slot, int stream, int plane) {
        return 0;
    }
}
