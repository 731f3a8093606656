package io.github.reactorlibcamera.jna.soak;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Stands directly behind the source, for one subscription, and sees that it keeps the rules: serial, never more than requested,
 * in the camera's order, one terminal signal and nothing after, nothing after a cancel. Passes everything on.
 */
final class Probe<T> implements CoreSubscriber<T>, Subscription {
    private final Verdict verdict;
    private final Totals totals;
    private final ToLongFunction<? super T> arrived;
    private final Consumer<Throwable> failed;

    private final AtomicLong requested = new AtomicLong();

    /** How many signals are in progress: 1 at most. */
    private final AtomicInteger signals = new AtomicInteger();

    /** Written by the source's thread at the begin of onNext, read by anybody. */
    private volatile long delivered;

    /** The thread that is in a signal. */
    private volatile @Nullable Thread signalling;

    private volatile boolean cancelled;

    /** True if it was cancelled from inside a signal: then not one more may begin. */
    private volatile boolean cancelledInside;

    private volatile boolean terminated;

    private @Nullable CoreSubscriber<? super T> actual;
    private volatile @Nullable Subscription upstream;
    private long lastSequence = -1;
    private int afterCancel;

    /**
     * @param arrived told of each element first; gives its sequence
     * @param failed told when the source has sent onError, before it is passed on
     */
    Probe(Verdict verdict, Totals totals, ToLongFunction<? super T> arrived, Consumer<Throwable> failed) {
        this.verdict = verdict;
        this.totals = totals;
        this.arrived = arrived;
        this.failed = failed;
    }

    Flux<T> watch(Flux<T> source) {
        return new Flux<>() {
            @Override
            public void subscribe(CoreSubscriber<? super T> subscriber) {
                actual = subscriber;
                source.subscribe(Probe.this);
            }
        };
    }

    // ---- what the session's thread asks

    long delivered() {
        return delivered;
    }

    /** {@return true if it is subscribed to the source, and neither side has ended that} */
    boolean isOpen() {
        return upstream != null && !cancelled && !terminated;
    }

    /** {@return true if the source owes an element} */
    boolean isOwed() {
        return isOpen() && requested.get() > delivered;
    }

    /** {@return true if nothing is asked for and nothing on its way} */
    boolean isSated() {
        return requested.get() == delivered && signals.get() == 0;
    }

    // ---- the source's side

    @Override
    public Context currentContext() {
        return downstream().currentContext();
    }

    private CoreSubscriber<? super T> downstream() {
        CoreSubscriber<? super T> subscriber = actual;
        if (subscriber == null) {
            throw new IllegalStateException("not subscribed");
        }
        return subscriber;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        if (upstream != null) {
            verdict.violated("a second onSubscribe");
        }
        upstream = subscription;
        downstream().onSubscribe(this);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // serial, as is checked
    public void onNext(T element) {
        enter("onNext");
        long sequence = show(element);
        long count = delivered + 1;
        delivered = count;
        if (count > requested.get()) {
            verdict.violated("element " + count + " of " + requested.get() + " requested");
        }
        if (sequence <= lastSequence) {
            verdict.violated("frame " + sequence + " after frame " + lastSequence);
        }
        lastSequence = sequence;
        totals.frames.increment();
        downstream().onNext(element);
        leave();
    }

    private long show(T element) {
        try {
            return arrived.applyAsLong(element);
        } catch (RuntimeException | Error e) {
            verdict.violated("an element that was just delivered threw", e);
            throw e;
        }
    }

    @Override
    public void onError(Throwable error) {
        enter("onError " + error);
        terminated = true;
        failed.accept(error);
        downstream().onError(error);
        leave();
    }

    @Override
    public void onComplete() {
        enter("onComplete");
        terminated = true;
        downstream().onComplete();
        leave();
    }

    private void enter(String signal) {
        if (signals.getAndIncrement() != 0) {
            verdict.violated(signal + " while " + signalling + " is in another signal");
        }
        signalling = Thread.currentThread();
        if (terminated) {
            verdict.violated(signal + " after the terminal signal");
        }
        // One may have been on its way when a thread elsewhere cancelled; none when the subscriber did so in a signal.
        if (cancelled && (cancelledInside || ++afterCancel > 1)) {
            verdict.violated(signal + " began after the cancel" + (cancelledInside ? " in a signal" : ""));
        }
    }

    private void leave() {
        signalling = null;
        signals.decrementAndGet();
    }

    // ---- the subscriber's side

    @Override
    public void request(long n) {
        requested.accumulateAndGet(n, Operators::addCap);
        Subscription source = upstream;
        if (source != null) {
            source.request(n);
        }
    }

    @Override
    public void cancel() {
        Subscription source = upstream;
        if (source != null) {
            source.cancel();
        }
        if (signalling == Thread.currentThread()) {
            cancelledInside = true;
        }
        cancelled = true;
    }

    @Override
    public String toString() {
        return delivered + " of " + requested + " delivered" + (cancelled ? ", cancelled" : "")
                + (terminated ? ", terminated" : "");
    }
}
