package io.github.reactorlibcamera.springboot.mjpeg;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * One subscription for any number of subscribers, which begins with the first and ends a linger after the last. Nothing is kept for the
 * next one, nor for who does not keep up. Thread-safe.
 *
 * <p>Reactor's {@code refCount} is not for this: it may lose a cancel that comes while somebody subscribes (reactor-core 3.8), and then
 * the camera runs for good.
 */
final class LingeringShare<T> {
    private final Flux<T> source;
    private final Duration linger;

    /** The running subscription. Guarded by this object's monitor. */
    private @Nullable Hub running;

    LingeringShare(Flux<T> source, Duration linger) {
        this.source = source;
        this.linger = linger;
    }

    Flux<T> flux() {
        return Flux.using(this::enter, Hub::flux, this::leave);
    }

    private synchronized Hub enter() {
        Hub hub = running;
        if (hub == null) {
            hub = new Hub();
            running = hub;
        }
        hub.subscribers++;
        hub.end.dispose();
        return hub;
    }

    private synchronized void leave(Hub left) {
        if (--left.subscribers > 0 || running != left) {
            return;
        }
        if (linger.isZero()) {
            end(left);
        } else {
            left.end =
                    Schedulers.parallel().schedule(() -> endUnlessWanted(left), linger.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private synchronized void endUnlessWanted(Hub lingering) {
        if (lingering.subscribers == 0 && running == lingering) {
            end(lingering);
        }
    }

    /** Under the monitor, so that the next one does not subscribe before; a cancel never blocks. */
    private void end(Hub unwanted) {
        running = null;
        unwanted.dispose();
    }

    private synchronized void over(Hub ended) {
        if (running == ended) {
            running = null;
        }
    }

    private final class Hub extends BaseSubscriber<T> {
        /** To those who keep up; to nobody if there is nobody. The source is serialized. */
        private final Sinks.Many<T> sink = Sinks.unsafe().many().multicast().directBestEffort();

        private final AtomicBoolean begun = new AtomicBoolean();

        /** Those who have entered and not left. Guarded by the share's monitor, as the next. */
        private int subscribers;

        private Disposable end = Disposables.disposed();

        /** {@return what the source gives} The first subscriber begins it, and misses nothing. */
        Flux<T> flux() {
            return new Flux<>() {
                @Override
                public void subscribe(CoreSubscriber<? super T> actual) {
                    sink.asFlux().subscribe(actual);
                    if (!begun.getAndSet(true) && !isDisposed()) {
                        source.subscribe(Hub.this);
                    }
                }
            };
        }

        @Override
        protected void hookOnNext(T value) {
            sink.tryEmitNext(value);
        }

        @Override
        protected void hookOnError(Throwable why) {
            over(this);
            sink.tryEmitError(why);
        }

        @Override
        protected void hookOnComplete() {
            over(this);
            sink.tryEmitComplete();
        }
    }
}
