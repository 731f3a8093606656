package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.BufferStarvationException;
import io.github.reactorlibcamera.CameraTimeoutException;
import io.github.reactorlibcamera.CaptureSpec;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Schedulers;

/**
 * Ends a session in which nothing happens while something should: the camera completes none of the requests it has, or the user
 * gives none of the buffers back. It counts ticks of a timer, so a machine that sleeps or a clock that jumps does not set it off.
 * Thread-bound to the timer.
 */
final class Watchdog implements Runnable {
    private static final int ETIMEDOUT = 110;
    private static final int ENOBUFS = 105;

    /** Ticks without progress that are too many. */
    private static final int TICKS = 8;

    private final EngineSession session;
    private final CaptureLoop loop;
    private final Duration timeout;
    private long progress = -1;
    private int stalled;
    private int starved;

    private Watchdog(EngineSession session, CaptureLoop loop, Duration timeout) {
        this.session = session;
        this.loop = loop;
        this.timeout = timeout;
    }

    /** {@return to be disposed when the session ends} */
    static Disposable start(EngineSession session, CaptureLoop loop, CaptureSpec spec) {
        Duration timeout = spec.stallTimeout();
        if (timeout.isZero()) {
            return Disposables.disposed();
        }
        long tick = Math.max(1, timeout.toNanos() / TICKS);
        return Schedulers.parallel()
                .schedulePeriodically(new Watchdog(session, loop, timeout), tick, tick, TimeUnit.NANOSECONDS);
    }

    @Override
    public void run() {
        long now = loop.progress();
        boolean still = now == progress;
        progress = now;
        stalled = still && loop.isCapturing() ? stalled + 1 : 0;
        starved = still && loop.isStarved() ? starved + 1 : 0;
        String id = session.camera().id();
        if (stalled == TICKS) {
            session.end(new CameraTimeoutException(
                    "camera " + id + " has not completed a request for " + timeout
                            + ": it stalls. Some cameras need more"
                            + " queued requests (CaptureSpec.minQueued or more buffers), long exposures more time"
                            + " (CaptureSpec.stallTimeout)",
                    id,
                    ETIMEDOUT));
        } else if (starved == TICKS) {
            session.end(new BufferStarvationException(
                    "all buffers of camera " + id + " are lent, and frames have been waited for since " + timeout
                            + ": was close() forgotten, or does an operator hold more frames than there are buffers"
                            + " (buffer(n), publishOn's prefetch of 256)? CaptureSpec.bufferCount makes more of them",
                    id,
                    ENOBUFS));
        }
    }
}
