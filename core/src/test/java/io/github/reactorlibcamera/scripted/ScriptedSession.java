package io.github.reactorlibcamera.scripted;

import io.github.reactorlibcamera.CameraConfiguration;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.spi.BackendSession;
import io.github.reactorlibcamera.spi.SlotMapping;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** Slots under the control of a test. Thread-safe: one monitor guards all, which is slow and right. */
public final class ScriptedSession implements BackendSession {
    private static final int EBUSY = 16;
    private static final int EACCES = 13;
    private static final int ENODEV = 19;

    private final ScriptedBackend backend;
    private final CameraConfiguration configuration;
    private final boolean automatic;
    private final Deque<Integer> queued = new ArrayDeque<>();
    private final Deque<Integer> completed = new ArrayDeque<>();
    private final ByteBuffer[] planes;
    private final boolean[] good;
    private final long[] sequences;
    private final long[] completedAt;
    private long nextSequence;
    private long completions;
    private long seen;
    private boolean running;
    private boolean disconnected;
    private boolean seenDisconnect;
    private boolean woken;
    private int maxQueued;

    ScriptedSession(ScriptedBackend backend, CameraConfiguration configuration, boolean automatic) {
        this.backend = backend;
        this.configuration = configuration;
        this.automatic = automatic;
        int slots = configuration.bufferCount();
        this.planes = new ByteBuffer[slots];
        for (int i = 0; i < slots; i++) {
            planes[i] = ByteBuffer.allocateDirect(configuration.streams().get(0).frameSize());
        }
        this.good = new boolean[slots];
        this.sequences = new long[slots];
        this.completedAt = new long[slots];
    }

    /** Completes the oldest queued request with a good frame; false if none is queued. */
    public synchronized boolean complete() {
        return complete(true);
    }

    /** Completes the oldest queued request, with a good frame or a bad one; false if none is queued. */
    public synchronized boolean complete(boolean goodFrame) {
        Integer slot = queued.poll();
        if (slot == null) {
            return false;
        }
        good[slot] = goodFrame;
        sequences[slot] = nextSequence++;
        completedAt[slot] = System.nanoTime();
        for (int i = 0; i < planes[slot].capacity(); i++) {
            planes[slot].put(i, (byte) sequences[slot]);
        }
        completed.add(slot);
        completions++;
        notifyAll();
        return true;
    }

    /** A backend that is broken: the oldest queued request completes twice. */
    public synchronized void completeTwice() {
        Integer slot = queued.peek();
        if (slot != null && complete()) {
            completed.add(slot);
        }
    }

    /** Frames of these sequence numbers never come. */
    public synchronized void skip(int frames) {
        nextSequence += frames;
    }

    /** The camera is pulled out: queueing fails from now on. */
    public synchronized void disconnect() {
        disconnected = true;
        notifyAll();
    }

    /** {@return requests queued in the camera now} */
    public synchronized int queuedNow() {
        return queued.size();
    }

    /** {@return the most requests that were queued at once} */
    public synchronized int maxQueued() {
        return maxQueued;
    }

    /** {@return true between start and stop} */
    public synchronized boolean isRunning() {
        return running;
    }

    @Override
    public CameraConfiguration configuration() {
        return configuration;
    }

    @Override
    public int slotCount() {
        return planes.length;
    }

    @Override
    public void start() {
        backend.called("start");
        synchronized (this) {
            running = true;
        }
    }

    @Override
    public void stop() {
        synchronized (this) {
            running = false;
            while (!queued.isEmpty()) {
                complete(false);
            }
        }
        backend.called("stop");
    }

    @Override
    public synchronized int queue(int slot) {
        if (disconnected) {
            return -ENODEV;
        }
        if (!running) {
            return -EACCES;
        }
        if (queued.contains(slot) || completed.contains(slot)) {
            return -EBUSY;
        }
        queued.add(slot);
        maxQueued = Math.max(maxQueued, queued.size());
        if (automatic) {
            complete();
        }
        return 0;
    }

    @Override
    public int queue(int slot, ControlList settings) {
        check(settings);
        return queue(slot);
    }

    @Override
    public void check(ControlList settings) {
        if (settings.names().contains("wrong")) {
            throw new IllegalArgumentException("no control wrong; there is: right");
        }
    }

    @Override
    public synchronized int poll() {
        seen = completions;
        Integer slot = completed.poll();
        return slot == null ? -1 : slot;
    }

    @Override
    public synchronized boolean isDisconnected() {
        return disconnected;
    }

    @Override
    @SuppressWarnings({"WaitNotInLoop", "BanJNDI"})
    public synchronized void await() {
        while (!woken && completions == seen && disconnected == seenDisconnect) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        woken = false;
        seen = completions;
        seenDisconnect = disconnected;
    }

    @Override
    public synchronized void wake() {
        woken = true;
        notifyAll();
    }

    @Override
    public synchronized boolean isGood(int slot) {
        return good[slot];
    }

    @Override
    public synchronized long sequence(int slot) {
        return sequences[slot];
    }

    @Override
    public long timestamp(int slot) {
        return completedAt(slot);
    }

    @Override
    public long capturedAt(int slot) {
        return completedAt(slot);
    }

    @Override
    public synchronized long completedAt(int slot) {
        return completedAt[slot];
    }

    @Override
    public ControlList metadata(int slot) {
        return ControlList.of(Map.of("libcamera::SensorTimestamp", timestamp(slot)));
    }

    @Override
    public int planeCount() {
        return 2;
    }

    @Override
    public ByteBuffer plane(int slot, int plane) {
        int luma = 32 * 16;
        ByteBuffer memory = planes[slot].asReadOnlyBuffer();
        return plane == 0 ? memory.slice(0, luma) : memory.slice(luma, luma / 2);
    }

    @Override
    public SlotMapping map(int slot) {
        ByteBuffer copy = ByteBuffer.allocateDirect(planes[slot].capacity())
                .put(planes[slot].duplicate().clear());
        return new SlotMapping() {
            @Override
            public ByteBuffer plane(int plane) {
                int luma = 32 * 16;
                ByteBuffer memory = copy.asReadOnlyBuffer().clear();
                return plane == 0 ? memory.slice(0, luma) : memory.slice(luma, luma / 2);
            }

            @Override
            public void poison() {
                for (int i = 0; i < copy.capacity(); i++) {
                    copy.put(i, (byte) 0xDB);
                }
            }
        };
    }

    @Override
    public int bytesUsed(int slot, int plane) {
        return plane(slot, plane).capacity();
    }

    @Override
    public int stride(int plane) {
        return 32;
    }

    @Override
    public int fileDescriptor(int slot, int plane) {
        return -1;
    }
}
