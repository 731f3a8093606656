package io.github.reactorlibcamera.jna.soak;

import io.github.reactorlibcamera.jna.soak.Plan.Appetite;
import io.github.reactorlibcamera.jna.soak.Plan.Demand;
import io.github.reactorlibcamera.jna.soak.Plan.Ending;
import io.github.reactorlibcamera.jna.soak.Plan.How;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/** The end of a chain: asks, closes and cancels as its plan says. Its signals are serial; all else may come from any thread. */
final class RandomSubscriber implements CoreSubscriber<Object> {
    private static final int OUTSIDERS = 2;
    private static final int OUTSIDE_LEAD = 64;
    private static final int OUTSIDE_NAP_NANOS = 100_000;

    private final Scene scene;
    private final Appetite appetite;
    private final Ending ending;
    private final Context context;
    private final SplittableRandom random;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicBoolean cancelled = new AtomicBoolean();

    private volatile @Nullable Subscription subscription;
    private volatile @Nullable Throwable error;

    /** Elements received. Written in signals, read by those who ask from outside. */
    private volatile long received;

    /** What is still to come of what was asked for in signals. Thread-bound to them. */
    private int outstanding;

    RandomSubscriber(Scene scene, Appetite appetite, Ending ending, SplittableRandom random) {
        this.scene = scene;
        this.appetite = appetite;
        this.ending = ending;
        this.context = scene.context();
        this.random = random;
    }

    @Override
    public Context currentContext() {
        return context;
    }

    // ---- signals

    @Override
    public void onSubscribe(Subscription begun) {
        subscription = begun;
        if (ending.how() == How.CANCEL_AT_SUBSCRIBE) {
            begun.request(1);
            cancel();
            return;
        }
        switch (appetite.demand()) {
            case ONE_BY_ONE -> begun.request(1);
            case FEW, AHEAD -> ask(begun, appetite.few());
            case UNBOUNDED -> begun.request(Long.MAX_VALUE);
            case OUTSIDE -> {
                for (int i = 0; i < OUTSIDERS; i++) {
                    SplittableRandom own = random.split();
                    scene.elsewhere(() -> askFromOutside(begun, own));
                }
            }
            case BURSTS -> {} // by request()
        }
    }

    private void ask(Subscription begun, int count) {
        outstanding += count;
        begun.request(count);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // serial
    public void onNext(Object element) {
        long count = received + 1;
        received = count;
        Subscription begun = subscription;
        if (begun == null) {
            scene.verdict.violated("onNext before onSubscribe");
            return;
        }
        if (appetite.demand() == Demand.AHEAD) {
            begun.request(1);
        }
        Elements.forEach(element, handle -> scene.closing.take(handle, random));
        if (count == ending.frames() && ending.how() == How.CANCEL_IN_ON_NEXT) {
            cancel();
        }
        askAgain(begun);
    }

    private void askAgain(Subscription begun) {
        switch (appetite.demand()) {
            case ONE_BY_ONE -> begun.request(1);
            case FEW -> {
                if (--outstanding == 0) {
                    ask(begun, Plan.between(random, 1, appetite.few()));
                }
            }
            default -> {}
        }
    }

    private void askFromOutside(Subscription begun, SplittableRandom own) {
        long asked = 0;
        while (!isOver()) {
            if (asked - received < OUTSIDE_LEAD) {
                int few = Plan.between(own, 1, 4);
                asked += few;
                begun.request(few);
            }
            if (own.nextInt(8) == 0) {
                LockSupport.parkNanos(own.nextInt(OUTSIDE_NAP_NANOS));
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        error = failure;
        scene.totals.errors.increment();
        over.countDown();
    }

    @Override
    public void onComplete() {
        over.countDown();
    }

    // ---- by the session's thread, or any

    void request(int n) {
        Subscription begun = subscription;
        if (begun != null) {
            begun.request(n);
        }
    }

    /** Any number of times, from any thread. */
    void cancel() {
        Subscription begun = subscription;
        if (begun != null) {
            begun.cancel();
        }
        if (cancelled.compareAndSet(false, true)) {
            scene.totals.cancels.increment();
        }
        over.countDown();
    }

    CountDownLatch over() {
        return over;
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    @Nullable
    Throwable error() {
        return error;
    }

    @Override
    public String toString() {
        return "a subscriber that received " + received + (cancelled.get() ? ", cancelled" : "")
                + (error == null ? "" : ", got " + error);
    }
}
