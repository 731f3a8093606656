package io.github.reactorlibcamera.benchmarks.capture;

import io.github.reactorlibcamera.Frame;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/** The subscriber that does nothing: counts frames and closes them. */
class FrameCounter extends BaseSubscriber<Frame> {
    private static final int FIRST_FRAME_SECONDS = 20;

    private final boolean oneAtATime;

    /** Raised by the session's worker only, read by anybody. */
    private final AtomicLong frames = new AtomicLong();

    private final CountDownLatch begun = new CountDownLatch(1);

    /** Set by the worker, read by whoever waits or counts. */
    private volatile @Nullable Throwable failure;

    /** @param oneAtATime true to request the next frame when one has come, false for unbounded demand */
    FrameCounter(boolean oneAtATime) {
        this.oneAtATime = oneAtATime;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        subscription.request(oneAtATime ? 1 : Long.MAX_VALUE);
    }

    @Override
    protected final void hookOnNext(Frame frame) {
        seen(frame);
        frame.close();
        long count = frames.getPlain() + 1;
        frames.setRelease(count);
        if (count == 1) {
            begun.countDown();
        }
        if (oneAtATime) {
            request(1);
        }
    }

    /** A frame, still open. */
    void seen(Frame frame) {}

    @Override
    protected void hookOnError(Throwable error) {
        failure = error;
        begun.countDown();
    }

    /** {@return this, once there is a frame} */
    FrameCounter awaitFirst() throws InterruptedException {
        if (!begun.await(FIRST_FRAME_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no frame within " + FIRST_FRAME_SECONDS + " s");
        }
        return this;
    }

    /** {@return frames so far} */
    long frames() {
        Throwable why = failure;
        if (why != null) {
            throw new IllegalStateException("the capture failed", why);
        }
        return frames.getAcquire();
    }
}
