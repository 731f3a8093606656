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
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import reactor.util.Logger;
import reactor.util.Loggers;

/** One handle on a lent slot: on the frame of one of its streams. */
final class LentFrame implements Frame {
    private static final Logger LOGGER = Loggers.getLogger(LentFrame.class);
    private static final AtomicIntegerFieldUpdater<LentFrame> CLOSED =
            AtomicIntegerFieldUpdater.newUpdater(LentFrame.class, "closed");

    private final OpenSession session;
    private final int slot;
    private final int stream;
    private final int delivery;

    /** A view of its own in paranoid mode, else null. */
    private final @Nullable SlotMapping mapping;

    /** Null if leak detection is off. */
    private final @Nullable LeakTracker leak;

    /** 1 once closed; by the first close of any thread, read by every accessor. */
    private volatile int closed;

    /** @param kept false if the engine closes it at once, and nobody can read it after */
    private LentFrame(OpenSession session, int slot, int stream, int delivery, boolean kept) {
        this.session = session;
        this.slot = slot;
        this.stream = stream;
        this.delivery = delivery;
        this.mapping = kept && session.paranoid() ? session.backend().map(slot, stream) : null;
        this.leak = kept && session.leakDetection() != LeakDetection.OFF
                ? new LeakTracker(this, session, slot, stream, mapping)
                : null;
    }

    /** Lends a waiting slot, as a handle on its first stream's frame. */
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
            return new LentFrame(session, slot, 0, delivery, kept);
        } catch (Throwable e) {
            session.release(slot);
            throw e;
        }
    }

    /** {@return the streams that its slot has a frame of} Also after the close. */
    List<StreamConfiguration> streams() {
        return session.backend().configuration().streams();
    }

    @Override
    public StreamConfiguration stream() {
        return open().configuration().streams().get(stream);
    }

    @Override
    public long sequence() {
        return open().sequence(slot, stream);
    }

    @Override
    public long timestamp() {
        return open().timestamp(slot, stream);
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
        return open().planeCount(stream);
    }

    @Override
    public ByteBuffer plane(int plane) {
        BackendSession data = openPlane(plane);
        ByteBuffer pixels = mapping == null ? data.plane(slot, stream, plane) : mapping.plane(plane);
        return pixels.slice(0, data.bytesUsed(slot, stream, plane)).order(ByteOrder.nativeOrder());
    }

    @Override
    public int stride(int plane) {
        return openPlane(plane).stride(stream, plane);
    }

    @Override
    public int fileDescriptor(int plane) {
        return openPlane(plane).fileDescriptor(slot, stream, plane);
    }

    @Override
    public int offset(int plane) {
        return openPlane(plane).offset(slot, stream, plane);
    }

    @Override
    public ControlList metadata() {
        return open().metadata(slot);
    }

    @Override
    public Frame retain() {
        open();
        return retain(stream, true);
    }

    /** {@return a handle on another stream's frame of the same delivery; lent for a moment only if this one is} */
    LentFrame ofStream(int other) {
        return retain(other, mapping != null || leak != null);
    }

    private LentFrame retain(int ofStream, boolean kept) {
        if (!session.pool().retain(slot, delivery)) {
            throw closedError();
        }
        try {
            return new LentFrame(session, slot, ofStream, delivery, kept);
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
            poison(mapping, session.cameraId());
            if (leak == null || leak.close()) {
                session.release(slot);
            }
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Never throws: the slot is given back whatever becomes of the mapping. */
    static void poison(@Nullable SlotMapping mapping, String cameraId) {
        try {
            if (mapping != null) {
                mapping.poison();
            }
        } catch (RuntimeException e) {
            LOGGER.warn("a closed frame of camera {} could not be poisoned", cameraId, e);
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
        Objects.checkIndex(plane, data.planeCount(stream));
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
