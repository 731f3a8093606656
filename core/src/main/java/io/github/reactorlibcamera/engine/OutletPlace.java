package io.github.reactorlibcamera.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;

/**
 * Where a session has its subscriber of one kind: one at a time, any number in turn, or one for all its life. Thread-safe.
 *
 * @param <H> what the session hands out there
 */
final class OutletPlace<H> {
    private final EngineSession session;

    /** Set by whoever subscribes, cleared by whoever leaves, read by the worker. */
    private final AtomicReference<@Nullable Outlet<H, ?>> outlet = new AtomicReference<>();

    /** Those who have left and whom the worker has not taken leave of. Added to by anybody before a resume. */
    private final Queue<Outlet<H, ?>> departed = new ConcurrentLinkedQueue<>();

    /** True if the session ends when its subscriber leaves. Set before the session begins. */
    private boolean owner;

    OutletPlace(EngineSession session) {
        this.session = session;
    }

    @Nullable
    Outlet<H, ?> get() {
        return outlet.get();
    }

    /** Before the session begins: it is for this subscriber. */
    <T extends AutoCloseable> void own(CoreSubscriber<? super T> actual, Function<? super H, ? extends T> wrap) {
        Outlet<H, T> only = new Outlet<>(session, this, actual, wrap);
        owner = true;
        outlet.set(only);
        actual.onSubscribe(only);
        only.ready();
    }

    /** {@return what is handed out here, for one subscriber at a time} */
    <T extends AutoCloseable> Flux<T> flux(Function<? super H, ? extends T> wrap) {
        return new Flux<>() {
            @Override
            public void subscribe(CoreSubscriber<? super T> actual) {
                attach(new Outlet<>(session, OutletPlace.this, actual, wrap), actual);
            }
        };
    }

    private void attach(Outlet<H, ?> next, CoreSubscriber<?> actual) {
        if (!outlet.compareAndSet(null, next)) {
            Operators.error(
                    actual, new IllegalStateException("somebody is subscribed here; there can be one at a time"));
            return;
        }
        try {
            actual.onSubscribe(next);
        } catch (Throwable e) { // against rule 2.13: the place is not taken by it
            next.ready();
            next.cancel();
            throw e;
        }
        next.ready();
        if (next.isOver()) {
            leave(next);
        }
        // Either the last step sees that this outlet is ready, or it is seen here that there was the last step.
        if (session.isFinished()) {
            Schedulers.boundedElastic().schedule(() -> terminate(session.error()));
        }
        session.resumeTask();
    }

    /** The subscriber wants no more, or has misused its subscription. Any thread. */
    void leave(Outlet<H, ?> left) {
        if (owner) {
            session.end(left.misuse());
        } else if (left.isReady() && outlet.compareAndSet(left, null)) {
            departed.add(left);
            if (session.isFinished()) {
                Schedulers.boundedElastic().schedule(this::takeLeave);
            }
            session.resumeTask();
        }
    }

    /** Signals what those who left are to hear. On the worker, or after the last step. */
    void takeLeave() {
        for (Outlet<H, ?> left = departed.poll(); left != null; left = departed.poll()) {
            left.terminate(left.misuse());
        }
    }

    /** The session has ended: the terminal signal. By the last step, or after it. */
    void terminate(@Nullable Throwable why) {
        takeLeave();
        Outlet<H, ?> last = outlet.get();
        if (last != null && last.isReady() && outlet.compareAndSet(last, null)) {
            last.terminate(why);
        }
    }
}
