package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.ControlList;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** Takes settings from a publisher, one at a time, as the session's worker asks for them. */
final class SettingsInlet implements CoreSubscriber<ControlList> {
    private static final AtomicReferenceFieldUpdater<SettingsInlet, Subscription> UPSTREAM =
            AtomicReferenceFieldUpdater.newUpdater(SettingsInlet.class, Subscription.class, "upstream");

    private final EngineSession session;
    private final Publisher<ControlList> publisher;
    private final Context context;

    /** Set by the publisher, once; replaced by anybody who ends the session. */
    private volatile @Nullable Subscription upstream;

    /** The element that no request has yet. Set by the publisher before a resume, taken by the worker. */
    private volatile @Nullable ControlList next;

    /** True once the publisher has completed. By it, after `next` and before a resume. */
    private volatile boolean done;

    /** True while an element is asked for and has not been taken. Thread-bound to the worker. */
    private boolean asked;

    SettingsInlet(EngineSession session, Publisher<ControlList> publisher, Context context) {
        this.session = session;
        this.publisher = publisher;
        this.context = context;
    }

    // ---- on the worker

    void subscribe() {
        publisher.subscribe(this);
    }

    /** {@return true if there are settings for a request}; asks for them, once. */
    boolean hasNext() {
        Subscription from = upstream;
        if (!asked && !done && from != null) {
            asked = true;
            from.request(1);
        }
        return next != null;
    }

    /** {@return settings for a request, null if there are none now}; asks for them, once. */
    @Nullable
    ControlList poll() {
        if (!hasNext()) {
            return null;
        }
        ControlList settings = next;
        next = null;
        asked = false;
        return settings;
    }

    /** {@return true once there will be no more settings} */
    boolean isExhausted() {
        return done && next == null;
    }

    // ---- by anybody

    void cancel() {
        Operators.terminate(UPSTREAM, this);
    }

    // ---- by the publisher

    @Override
    public Context currentContext() {
        return context;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        if (Operators.setOnce(UPSTREAM, this, subscription)) {
            session.resumeTask();
        }
    }

    @Override
    public void onNext(ControlList settings) {
        if (next != null || done) {
            Operators.onNextDropped(settings, context);
            return;
        }
        next = settings;
        session.resumeTask();
    }

    @Override
    public void onError(Throwable why) {
        if (upstream == Operators.cancelledSubscription()) {
            Operators.onErrorDropped(why, context);
        } else {
            session.end(why);
        }
    }

    @Override
    public void onComplete() {
        done = true;
        session.resumeTask();
    }
}
