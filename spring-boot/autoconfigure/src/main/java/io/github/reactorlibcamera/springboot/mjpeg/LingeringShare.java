package io.github.reactorlibcamera.springboot.mjpeg;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * One subscription for any number of subscribers, which begins with the first and ends a linger after the last. Nothing is kept for the
 * next one: what comes while nobody listens is dropped. A subscriber that does not keep up must drop. Thread-safe.
 */
final class LingeringShare<T> {
    private final Flux<T> shared;
    private final Duration linger;

    /** Guarded by this object's monitor, as all below. */
    private int subscribers;

    /** A subscriber of our own that takes what nobody else does: without, a publish() would queue it. */
    private Disposable drain = Disposables.disposed();

    private Disposable end = Disposables.disposed();

    LingeringShare(Flux<T> source, Duration linger) {
        this.shared = source.publish().refCount();
        this.linger = linger;
    }

    Flux<T> flux() {
        return linger.isZero() ? shared : Flux.using(this::enter, entered -> shared, LingeringShare::leave);
    }

    private synchronized LingeringShare<T> enter() {
        subscribers++;
        end.dispose();
        if (drain.isDisposed()) {
            drain = shared.subscribe(value -> {}, error -> {}); // an error is told to the others
        }
        return this;
    }

    private synchronized void leave() {
        if (--subscribers == 0) {
            end = Schedulers.parallel().schedule(this::endUnlessWanted, linger.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private synchronized void endUnlessWanted() {
        if (subscribers == 0) {
            drain.dispose();
        }
    }
}
