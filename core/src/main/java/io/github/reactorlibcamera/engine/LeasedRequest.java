package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.RequestLease;
import java.util.concurrent.atomic.AtomicBoolean;

/** A free slot in the user's hands. */
final class LeasedRequest implements RequestLease {
    static final int NO_FENCE = -1;

    private final CaptureLoop loop;
    private final int slot;

    /** True once queued or given back; by whichever comes first. */
    private final AtomicBoolean over = new AtomicBoolean();

    /** By the thread that queues it, before it is handed to the loop. */
    private volatile ControlList settings = ControlList.EMPTY;

    /** Of the session's own, closed once the slot is queued or given back; by the same thread. */
    private volatile int fence = NO_FENCE;

    LeasedRequest(CaptureLoop loop, int slot) {
        this.loop = loop;
        this.slot = slot;
    }

    int slot() {
        return slot;
    }

    ControlList settings() {
        return settings;
    }

    int fence() {
        return fence;
    }

    @Override
    public void queue(ControlList wanted) {
        loop.check(wanted);
        end();
        settings = wanted;
        loop.submit(this);
    }

    @Override
    public void queueAfter(ControlList wanted, int theirs) {
        loop.check(wanted);
        int own = loop.openFence(theirs);
        try {
            end();
        } catch (IllegalStateException e) {
            loop.closeFence(own);
            throw e;
        }
        settings = wanted;
        fence = own;
        loop.submit(this);
    }

    private void end() {
        if (!over.compareAndSet(false, true)) {
            throw new IllegalStateException("the lease is over: it was queued or closed before");
        }
    }

    @Override
    public boolean isOver() {
        return over.get();
    }

    @Override
    public void close() {
        if (over.compareAndSet(false, true)) {
            loop.giveBack(slot);
        }
    }
}
