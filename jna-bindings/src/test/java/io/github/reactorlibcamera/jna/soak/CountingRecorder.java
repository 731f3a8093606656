package io.github.reactorlibcamera.jna.soak;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CaptureRecorder;
import io.github.reactorlibcamera.CaptureRecorder.SessionRecorder;
import io.github.reactorlibcamera.CaptureStatistics;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What a recorder is told must be what the statistics say. Written by the session's worker, read once it has ended. */
final class CountingRecorder implements CaptureRecorder, SessionRecorder {
    private final Verdict verdict;
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private volatile long delivered;
    private volatile long dropped;
    private volatile long stale;
    private volatile long failed;
    private volatile long lost;

    CountingRecorder(Verdict verdict) {
        this.verdict = verdict;
    }

    @Override
    public SessionRecorder sessionStarted(Camera camera) {
        started.incrementAndGet();
        return this;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void delivered(long latencyNanos) {
        delivered++;
        if (latencyNanos < 0) {
            verdict.violated("a frame delivered " + -latencyNanos + " ns before it was taken");
        }
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public void dropped() {
        dropped++;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public void stale() {
        stale++;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public void failed() {
        failed++;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public void lost(long frames) {
        lost += frames;
    }

    @Override
    public void ended(@Nullable Throwable reason) {
        ended.incrementAndGet();
    }

    /** {@return true if it was told of one whole session, or of none} */
    boolean isWhole() {
        return ended.get() == started.get() && started.get() <= 1;
    }

    boolean agrees(CaptureStatistics now) {
        return started.get() == 0
                || (delivered == now.delivered()
                        && dropped == now.dropped()
                        && stale == now.stale() + now.surplus()
                        && failed == now.failed()
                        && lost == now.lost());
    }

    @Override
    public String toString() {
        return "recorded: " + started + " started, " + ended + " ended, " + delivered + " delivered, " + dropped
                + " dropped, " + stale + " stale, " + failed + " failed, " + lost + " lost";
    }
}
