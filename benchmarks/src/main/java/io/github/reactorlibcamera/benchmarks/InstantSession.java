package io.github.reactorlibcamera.benchmarks;

import io.github.reactorlibcamera.CameraConfiguration;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.spi.BackendSession;
import io.github.reactorlibcamera.spi.SlotMapping;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;

/** Completions in a ring that only the worker touches. */
final class InstantSession implements BackendSession {
    private final CameraConfiguration configuration;
    private final int[] ring = new int[64];
    private final Semaphore wakes = new Semaphore(0);
    private long tail;
    private long head;

    InstantSession(CameraConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public CameraConfiguration configuration() {
        return configuration;
    }

    @Override
    public int slotCount() {
        return configuration.bufferCount();
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public int queue(int slot) {
        ring[(int) tail++ & 63] = slot;
        return 0;
    }

    @Override
    public int queue(int slot, ControlList settings) {
        return queue(slot);
    }

    @Override
    public void check(ControlList settings) {}

    @Override
    public int poll() {
        return head == tail ? -1 : ring[(int) head++ & 63];
    }

    @Override
    public boolean isDisconnected() {
        return false;
    }

    @Override
    public void await() {
        wakes.acquireUninterruptibly();
        wakes.drainPermits();
    }

    @Override
    public void wake() {
        wakes.release();
    }

    @Override
    public boolean isGood(int slot) {
        return true;
    }

    @Override
    public long sequence(int slot, int stream) {
        return head - 1;
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
    public int planeCount(int stream) {
        return 1;
    }

    @Override
    public ByteBuffer plane(int slot, int stream, int plane) {
        return ByteBuffer.allocateDirect(768);
    }

    @Override
    public SlotMapping map(int slot, int stream) {
        throw new UnsupportedOperationException("no benchmark captures with CaptureSpec.paranoid()");
    }

    @Override
    public int bytesUsed(int slot, int stream, int plane) {
        return 768;
    }

    @Override
    public int stride(int stream, int plane) {
        return 32;
    }

    @Override
    public int fileDescriptor(int slot, int stream, int plane) {
        return -1;
    }

    @Override
    public int offset(int slot, int stream, int plane) {
        return 0;
    }
}
