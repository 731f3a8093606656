package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.LeakDetection;
import io.github.reactorlibcamera.StreamConfiguration;
import io.github.reactorlibcamera.spi.BackendSession;
import io.github.reactorlibcamera.spi.SlotMapping;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import reactor.util.Logger;
import reactor.util.Loggers;

/** One handle on a lent slot. */
final class LentFrame implements Frame {
    private static final Logger LOGGER = Loggers.getLogger(LentFrame.class);
    private static final AtomicIntegerFieldUpdater<LentFrame> CLOSED =
            AtomicIntegerFieldUpdater.newUpdater(LentFrame.class, "closed");

    private final OpenSession session;
    private final int slot;
    private final int delivery;

    /** A view of its own in paranoid mode, else null. */
    private final @Nullable SlotMapping mapping;

    /** Null if leak detection is off. */
    private final @Nullable LeakTracker leak;

    /** 1 once closed; by the first close of any thread, read by every accessor. */
    private volatile int closed;

    /** @param kept false if the engine closes it at once, and nobody can read it after */
    private LentFrame(OpenSession session, int slot, int delivery, boolean kept) {
        this.session = session;
        this.slot = slot;
        this.delivery = delivery;
        this.mapping = kept && session.paranoid() ? session.backend().map(slot) : null;
        this.leak = kept && session.leakDetection() != LeakDetection.OFF
                ? new LeakTracker(this, session, slot, mapping)
                : null;
    }

    /** Lends a waiting slot. */
    static LentFrame lend(OpenSession session, int slot) {
        return lend(session, slot, true);
    }

    /** Lends a waiting slot for a moment, to be closed by the engine itself. */
    static LentFrame lendToDiscard(OpenSession session, int slot) {
        return lend(session, slot, false);
    }

    private static LentFrame lend(OpenSession session, int slot, boolean kept) {
        int delivery = session.pool().lend(slot, 1);
        try {
            return new LentFrame(session, slot, delivery, kept);
        } catch (Throwable e) {
            session.release(slot);
            throw e;
        }
    }

    @Override
    public StreamConfiguration stream() {
        return open().configuration().streams().get(0);
    }

    @Override
    public long sequence() {
        return open().sequence(slot);
    }

    @Override
    public long timestamp() {
        return open().timestamp(slot);
    }

    @Override
    public long capturedAt() {
        return open().capturedAt(slot);
    }

    @Override
    public long completedAt() {
        return open().completedAt(slot);
    }

    @Override
    public int planeCount() {
        return open().planeCount();
    }

    @Override
    public ByteBuffer plane(int plane) {
        BackendSession data = openPlane(plane);
        ByteBuffer pixels = mapping == null ? data.plane(slot, plane) : mapping.plane(plane);
        return pixels.slice(0, data.bytesUsed(slot, plane)).order(ByteOrder.nativeOrder());
    }

    @Override
    public int stride(int plane) {
        return openPlane(plane).stride(plane);
    }

    @Override
    public int fileDescriptor(int plane) {
        return openPlane(plane).fileDescriptor(slot, plane);
    }

    @Override
    public ControlList metadata() {
        return open().metadata(slot);
    }

    @Override
    public Frame retain() {
        open();
        if (!session.pool().retain(slot, delivery)) {
            throw closedError();
        }
        try {
            return new LentFrame(session, slot, delivery, true);
        } catch (Throwable e) {
            session.release(slot);
            throw e;
        }
    }

    @Override
    public boolean isClosed() {
        return closed != 0;
    }

    @Override
    public void close() {
        if (!CLOSED.compareAndSet(this, 0, 1)) {
            return;
        }
        try {
            poison();
            if (leak == null || leak.close()) {
                session.release(slot);
            }
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** A close never throws, and gives the slot back whatever becomes of the mapping. */
    private void poison() {
        try {
            if (mapping != null) {
                mapping.poison();
            }
        } catch (RuntimeException e) {
            LOGGER.warn("a closed frame of camera {} could not be poisoned", session.cameraId(), e);
        }
    }

    private BackendSession open() {
        if (closed != 0) {
            throw closedError();
        }
        if (leak != null) {
            leak.touch();
        }
        return session.backend();
    }

    private BackendSession openPlane(int plane) {
        BackendSession data = open();
        Objects.checkIndex(plane, data.planeCount());
        return data;
    }

    private static IllegalStateException closedError() {
        return new IllegalStateException("the frame is closed: use it before close(), or retain() it for later");
    }

    @Override
    public String toString() {
        return closed != 0
                ? "Frame(closed)"
                : "Frame(" + sequence() + ", " + stream().pixelFormat() + " "
                        + stream().size() + ")";
    }
}
