package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.Frame;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * One subscription to a camera's frames for any number of subscribers, each with handles of its own. A frame goes to those who have
 * demand for it when it comes. Thread-safe.
 */
final class SharedFrames extends Flux<Frame> {
    private final Flux<Frame> source;

    /** The running subscription, null if there is none. Guarded by this object's monitor. */
    private @Nullable Hub running;

    SharedFrames(Flux<Frame> source) {
        this.source = source;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Frame> actual) {
        Viewer viewer = new Viewer(this, actual);
        actual.onSubscribe(viewer);
        if (viewer.cancelled) {
            return;
        }
        Hub started = null;
        synchronized (this) {
            Hub hub = running;
            if (hub == null) {
                started = new Hub();
                running = started;
                hub = started;
            }
            hub.viewers.add(viewer);
        }
        if (started != null) {
            source.subscribe(started);
        }
        if (viewer.cancelled) {
            leave(viewer);
        }
    }

    /** A viewer wants no more; the last one ends the subscription. */
    private void leave(Viewer viewer) {
        synchronized (this) {
            Hub hub = running;
            if (hub != null && hub.viewers.remove(viewer) && hub.viewers.isEmpty()) {
                running = null;
                hub.cancel(); // here, so that the next one cannot subscribe before; it never blocks
            }
        }
    }

    private final class Hub extends BaseSubscriber<Frame> {
        /** Added to and removed from under the monitor of the shared frames, read by the session's worker. */
        private final List<Viewer> viewers = new CopyOnWriteArrayList<>();

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            requestUnbounded();
        }

        @Override
        protected void hookOnNext(Frame frame) {
            try (frame) {
                for (Viewer viewer : viewers) {
                    viewer.offer(frame);
                }
            }
        }

        @Override
        protected void hookOnError(Throwable why) {
            synchronized (SharedFrames.this) {
                if (running == this) {
                    running = null; // nobody is added to this one any more
                }
            }
            for (Viewer viewer : viewers) {
                viewer.fail(why);
            }
        }
    }

    /** One subscriber's demand. Signals come from the session's worker. */
    private static final class Viewer implements Subscription {
        private static final AtomicLongFieldUpdater<Viewer> REQUESTED =
                AtomicLongFieldUpdater.newUpdater(Viewer.class, "requested");

        private final SharedFrames shared;
        private final CoreSubscriber<? super Frame> actual;

        /** Demand that is left. Raised by anybody, lowered by the worker. */
        private volatile long requested;

        /** By anybody, before the shared frames are told; read by the worker. */
        private volatile boolean cancelled;

        Viewer(SharedFrames shared, CoreSubscriber<? super Frame> actual) {
            this.shared = shared;
            this.actual = actual;
        }

        void offer(Frame frame) {
            if (requested == 0 || cancelled) {
                return;
            }
            Operators.produced(REQUESTED, this, 1);
            Frame own = frame.retain();
            try {
                actual.onNext(own);
            } catch (Throwable e) { // against rule 2.13: the subscriber gets no further signal
                own.close();
                cancel();
                Operators.onErrorDropped(e, actual.currentContext());
            }
        }

        void fail(Throwable why) {
            if (!cancelled) {
                cancelled = true;
                actual.onError(why);
            }
        }

        @Override
        public void request(long n) {
            if (Operators.validate(n)) {
                Operators.addCap(REQUESTED, this, n);
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            shared.leave(this);
        }
    }
}
