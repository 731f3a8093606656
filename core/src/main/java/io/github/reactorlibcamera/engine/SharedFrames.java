package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.Frame;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One subscription to a camera's frames for any number of subscribers, each with handles of its own. A frame goes to those who have
 * demand for it when it comes; one is asked for as long as somebody has. Thread-safe.
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
        if (viewer.isOver()) {
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
            viewer.hub = hub;
        }
        if (started != null) {
            source.subscribe(started);
        } else {
            viewer.ask();
        }
        if (viewer.isOver()) {
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

        /** True while a frame is asked for and has not come, and before anybody may ask. Lowered before the demand is looked at. */
        private final AtomicBoolean asked = new AtomicBoolean(true);

        /** After a viewer's demand was raised, or the viewer added. Any thread. */
        private void ask() {
            if (!asked.get() && asked.compareAndSet(false, true)) {
                request(1);
            }
        }

        private void askAgain() {
            asked.set(false);
            for (Viewer viewer : viewers) {
                if (viewer.requested > 0 && !viewer.isOver()) {
                    ask();
                    return;
                }
            }
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            askAgain();
        }

        @Override
        protected void hookOnNext(Frame frame) {
            try (frame) {
                for (Viewer viewer : viewers) {
                    viewer.offer(frame);
                }
            }
            askAgain();
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

    /** One subscriber's demand. Its frames come from the session's worker, its error from there or from who misuses the demand. */
    private static final class Viewer implements Subscription {
        private static final AtomicLongFieldUpdater<Viewer> REQUESTED =
                AtomicLongFieldUpdater.newUpdater(Viewer.class, "requested");
        private static final AtomicIntegerFieldUpdater<Viewer> SIGNALS =
                AtomicIntegerFieldUpdater.newUpdater(Viewer.class, "signals");
        private static final AtomicReferenceFieldUpdater<Viewer, Throwable> FAILURE =
                AtomicReferenceFieldUpdater.newUpdater(Viewer.class, Throwable.class, "failure");

        private final SharedFrames shared;
        private final Context context;

        /** Set once, by the subscribing thread; read by whoever requests. */
        private volatile @Nullable Hub hub;

        /** Dropped with the last signal or the cancel, as rule 3.13 asks; by anybody. */
        private volatile @Nullable CoreSubscriber<? super Frame> actual;

        /** Demand that is left. Raised by anybody, lowered by the worker. */
        private volatile long requested;

        /** By anybody, before the shared frames are told; read by the worker. */
        private volatile boolean cancelled;

        /** The error to be signalled. Set once, before `signals` is raised. */
        private volatile @Nullable Throwable failure;

        /**
         * Signals that are under way or wanted. Who raises it from zero signals; a failure that finds it raised leaves its signal to the
         * worker, which finds that out as it lowers it, and never lowers it to zero again.
         */
        @SuppressWarnings("UnusedVariable") // through SIGNALS
        private volatile int signals;

        Viewer(SharedFrames shared, CoreSubscriber<? super Frame> actual) {
            this.shared = shared;
            this.actual = actual;
            this.context = actual.currentContext();
        }

        boolean isOver() {
            return cancelled || failure != null;
        }

        void offer(Frame frame) {
            CoreSubscriber<? super Frame> subscriber = actual;
            if (requested == 0 || subscriber == null || isOver() || SIGNALS.getAndIncrement(this) != 0) {
                return;
            }
            Operators.produced(REQUESTED, this, 1);
            try {
                signalNext(subscriber, frame.retain()); // which may fail: then all are told
            } finally {
                if (SIGNALS.decrementAndGet(this) != 0) {
                    signalFailure();
                }
            }
        }

        private void signalNext(CoreSubscriber<? super Frame> subscriber, Frame own) {
            try {
                subscriber.onNext(own);
            } catch (Throwable e) { // against rule 2.13: the subscriber gets no further signal
                own.close();
                cancel();
                Operators.onErrorDropped(e, context);
            }
        }

        /** Has a frame asked for, if there is demand; what was raised before there was a hub is looked at when there is one. */
        void ask() {
            Hub asked = hub;
            if (asked != null && requested > 0) {
                asked.ask();
            }
        }

        /** Any thread. */
        void fail(Throwable why) {
            if (FAILURE.compareAndSet(this, null, why) && SIGNALS.getAndIncrement(this) == 0) {
                signalFailure();
            }
        }

        private void signalFailure() {
            CoreSubscriber<? super Frame> subscriber = actual;
            actual = null;
            Throwable why = failure;
            if (subscriber != null && why != null && !cancelled) {
                subscriber.onError(why);
            }
        }

        @Override
        public void request(long n) {
            if (n > 0) {
                Operators.addCap(REQUESTED, this, n);
                ask();
            } else {
                fail(Outlet.misuse(n));
                shared.leave(this);
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            actual = null;
            shared.leave(this);
        }
    }
}
