package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.LeakDetection;
import io.github.reactorlibcamera.spi.SlotMapping;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * Watches one handle: if that becomes unreachable unclosed, its slot is brought home and the leak is reported. Thread-safe; holds
 * no reference to the handle.
 */
final class LeakTracker implements Runnable {
    private static final Logger LOGGER = Loggers.getLogger(LeakTracker.class);
    static final Cleaner CLEANER = Cleaner.create();
    private static final AtomicIntegerFieldUpdater<LeakTracker> OVER =
            AtomicIntegerFieldUpdater.newUpdater(LeakTracker.class, "over");

    private final OpenSession session;
    private final int slot;
    private final long sequence;
    private final @Nullable SlotMapping mapping;
    private final Cleaner.Cleanable cleanable;

    /** 1 once the handle is closed or found unreachable: by whichever comes first, which releases the slot. */
    @SuppressWarnings("UnusedVariable") // through OVER
    private volatile int over;

    /** Where the handle was last touched; by any thread that touches it, read once nobody can any more. */
    private volatile @Nullable Throwable touched;

    LeakTracker(Object handle, OpenSession session, int slot, int stream, @Nullable SlotMapping mapping) {
        this.session = session;
        this.slot = slot;
        this.sequence = session.backend().sequence(slot, stream);
        this.mapping = mapping;
        this.cleanable = CLEANER.register(handle, this);
        touch();
    }

    void touch() {
        if (session.leakDetection() == LeakDetection.TRACED) {
            touched = new Throwable(
                    "last touched here, by " + Thread.currentThread().getName());
        }
    }

    /** {@return true if the handle may release the slot} */
    boolean close() {
        boolean first = OVER.compareAndSet(this, 0, 1);
        cleanable.clean();
        return first;
    }

    /** The handle was closed, or is unreachable. */
    @Override
    public void run() {
        if (!OVER.compareAndSet(this, 0, 1)) {
            return;
        }
        LOGGER.error(
                "a frame of camera {} (sequence {}) was never closed; its buffer is taken back now that nobody can reach it."
                        + " Close frames, and end chains with .doOnDiscard(Frame.class, Frame::close){}",
                session.cameraId(),
                sequence,
                touched == null ? ". -D" + LeakDetection.PROPERTY + "=traced tells where it was last touched" : "",
                touched);
        LentFrame.poison(mapping, session.cameraId());
        session.release(slot);
        session.counters().countLeaked(); // last: whoever sees the count finds the slot released
    }
}
