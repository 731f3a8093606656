package io.github.reactorlibcamera.engine;

import java.util.ArrayList;
import java.util.List;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;

/** Keeps what it gets and counts the signals; asks for nothing by itself. Thread-bound to one thread at a time. */
final class RacedSubscriber<T> implements CoreSubscriber<T> {
    final List<T> received = new ArrayList<>(2);

    /** Set by onSubscribe. */
    Subscription subscription = Operators.cancelledSubscription();

    /** Written by whoever signals, and read by who waits for it. */
    volatile int completed;

    /** Written by whoever signals, and read by who waits for it. */
    volatile int failed;

    private boolean late;

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
    }

    @Override
    public void onNext(T element) {
        late |= terminated() > 0;
        received.add(element);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer at a time
    public void onError(Throwable why) {
        failed++;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer at a time
    public void onComplete() {
        completed++;
    }

    int terminated() {
        return completed + failed;
    }

    /** {@return true if there was an element after a terminal signal} */
    boolean isLate() {
        return late;
    }
}
