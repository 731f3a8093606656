package io.github.reactorlibcamera.engine;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * A subscriber's place at a session: its demand, and the way its elements go out.
 *
 * <p>Anybody may {@link #request} and {@link #cancel}; signals are sent by the session's worker only, or by whoever ends a session
 * that has none.
 *
 * @param <H> what the session hands out
 * @param <T> what the subscriber gets for it: the same, or something that closes it and what else it has opened
 */
final class Outlet<H, T extends AutoCloseable> implements Subscription {
    @SuppressWarnings("rawtypes")
    private static final AtomicLongFieldUpdater<Outlet> REQUESTED =
            AtomicLongFieldUpdater.newUpdater(Outlet.class, "requested");

    private final EngineSession session;
    private final OutletPlace<H> place;
    private final Function<? super H, ? extends T> wrap;
    private final Context context;

    /** Dropped with the last signal, as rule 3.13 asks. Thread-bound to the one who may signal. */
    private @Nullable CoreSubscriber<? super T> actual;

    /** All demand so far. Raised by anybody before a resume, read by the worker. */
    private volatile long requested;

    /** Elements handed to onNext. Thread-bound to the worker. */
    private long emitted;

    /** True once onSubscribe has returned; by the subscribing thread, before a resume. No signal is sent before. */
    private volatile boolean ready;

    /** True once the subscriber wants no signal any more. By anybody, before the session is told. */
    private volatile boolean cancelled;

    /** Demand that was not positive; by anybody, before the session is told. */
    private volatile @Nullable Throwable misuse;

    Outlet(
            EngineSession session,
            OutletPlace<H> place,
            CoreSubscriber<? super T> actual,
            Function<? super H, ? extends T> wrap) {
        this.session = session;
        this.place = place;
        this.actual = actual;
        this.context = actual.currentContext();
        this.wrap = wrap;
    }

    // ---- by anybody

    @Override
    public void request(long n) {
        if (n > 0) {
            Operators.addCap(REQUESTED, this, n);
            session.resumeTask();
        } else {
            misuse = misuse(n);
            place.leave(this);
        }
    }

    static IllegalArgumentException misuse(long n) {
        return new IllegalArgumentException("request(" + n + "): demand must be positive (Reactive Streams, rule 3.9)");
    }

    @Override
    public void cancel() {
        cancelled = true;
        place.leave(this);
    }

    void ready() {
        ready = true;
    }

    boolean isReady() {
        return ready;
    }

    /** {@return true if no element is wanted any more} */
    boolean isOver() {
        return cancelled || misuse != null;
    }

    @Nullable
    Throwable misuse() {
        return cancelled ? null : misuse;
    }

    // ---- on the worker

    /** {@return elements asked for so far and not handed out} */
    long demand() {
        long all = ready ? requested : 0;
        return all == Long.MAX_VALUE ? Long.MAX_VALUE : all - emitted;
    }

    /** {@return all demand so far} */
    long requested() {
        return ready ? requested : 0;
    }

    long emitted() {
        return emitted;
    }

    /**
     * Hands one element out; false if the subscriber threw, against rule 2.13: it gets no further signal. What the wrapping throws is
     * thrown.
     */
    boolean emit(H handle) {
        emitted++;
        T element = wrap.apply(handle);
        try {
            Objects.requireNonNull(actual).onNext(element);
            return true;
        } catch (Throwable e) {
            cancel();
            close(element);
            Operators.onErrorDropped(e, context);
            return false;
        }
    }

    /** {@return true if the subscriber may have a discard hook, which would be in its context} */
    boolean mayHaveDiscardHook() {
        return !context.isEmpty();
    }

    /** Shows what is dropped to the subscriber's discard hook. The caller closes the handle. */
    void discard(H handle) {
        T element = wrap.apply(handle);
        try {
            Operators.onDiscard(element, context);
        } finally {
            close(element);
        }
    }

    private void close(T element) {
        try {
            element.close();
        } catch (Exception e) { // none of ours throws
            Operators.onErrorDropped(e, context);
        }
    }

    /** The terminal signal, unless the subscriber has cancelled: an error, or completion. */
    void terminate(@Nullable Throwable why) {
        CoreSubscriber<? super T> subscriber = actual;
        actual = null;
        if (subscriber == null || cancelled) {
            return;
        }
        try {
            if (why == null) {
                subscriber.onComplete();
            } else {
                subscriber.onError(why);
            }
        } catch (Throwable e) { // against rule 2.13: others are still to be told
            Operators.onErrorDropped(e, context);
        }
    }
}
