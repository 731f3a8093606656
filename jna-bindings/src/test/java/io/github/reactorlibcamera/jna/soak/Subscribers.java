package io.github.reactorlibcamera.jna.soak;

import io.github.reactorlibcamera.CaptureStatistics;
import io.github.reactorlibcamera.jna.soak.Plan.Appetite;
import io.github.reactorlibcamera.jna.soak.Plan.Demand;
import io.github.reactorlibcamera.jna.soak.Plan.Ending;
import io.github.reactorlibcamera.jna.soak.Plan.How;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** Those who subscribe to one source, from their subscribe to their end. Thread-bound to the thread that runs them. */
final class Subscribers {
    private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long POLL_NANOS = 50_000;

    private final Scene scene;
    private final Probe<?> probe;
    private final Ending ending;
    private final Appetite appetite;
    private final BooleanSupplier held;
    private final SplittableRandom random;
    private final List<RandomSubscriber> all = new ArrayList<>();

    /**
     * @param held tells that the source may hold back for a reason of its own
     */
    Subscribers(
            Scene scene,
            Probe<?> probe,
            Appetite appetite,
            Ending ending,
            BooleanSupplier held,
            SplittableRandom random) {
        this.scene = scene;
        this.probe = probe;
        this.appetite = appetite;
        this.ending = ending;
        this.held = held;
        this.random = random;
        for (int i = 0; i < appetite.subscribers(); i++) {
            all.add(new RandomSubscriber(scene, appetite, ending, random.split()));
        }
    }

    void subscribe(Flux<?> flux) {
        all.forEach(flux::subscribe);
    }

    boolean isOver() {
        return all.stream().allMatch(RandomSubscriber::isOver);
    }

    /** Until they have ended by themselves, or their time is up and they are cancelled. */
    void untilTheEnd() throws InterruptedException {
        if (ending.how() != How.CANCEL_RIGHT_AWAY) {
            long end = System.nanoTime() + ending.limitNanos();
            if (appetite.demand() == Demand.BURSTS) {
                burstsUntil(end);
            } else {
                awaitOver(end);
            }
        }
        cancel();
    }

    private void awaitOver(long end) throws InterruptedException {
        Liveness liveness = new Liveness();
        while (!isOver() && System.nanoTime() < end && !scene.verdict.isViolated()) {
            long left = Math.min(end - System.nanoTime(), GLANCE_NANOS);
            for (RandomSubscriber subscriber : all) {
                if (!subscriber.over().await(left, TimeUnit.NANOSECONDS)) {
                    break;
                }
            }
            liveness.look();
        }
    }

    /** Whenever there is demand and a buffer, a frame comes. */
    private final class Liveness {
        private long seen = -1;
        private long since;

        void look() {
            long now = System.nanoTime();
            long delivered = probe.delivered();
            if (delivered != seen
                    || !probe.isOwed()
                    || scene.frames.open() + scene.closing.forgotten() >= scene.total()
                    || held.getAsBoolean()) {
                seen = delivered;
                since = now;
            } else if (now - since > Scene.BOUND_NANOS) {
                scene.verdict.violated(
                        "no frame for 30 s, though there are demand and a free buffer: " + scene.camera.statistics());
            }
        }
    }

    // ---- at rest

    /** Asks for a few, waits until they are there, and looks at the engine while it rests. */
    private void burstsUntil(long end) throws InterruptedException {
        RandomSubscriber subscriber = all.get(0);
        while (!subscriber.isOver() && System.nanoTime() < end && !scene.verdict.isViolated()) {
            subscriber.request(Plan.between(random, 1, appetite.few()));
            Liveness liveness = new Liveness();
            while (!subscriber.isOver() && !probe.isSated() && !scene.verdict.isViolated()) {
                TimeUnit.NANOSECONDS.sleep(POLL_NANOS);
                liveness.look();
                if (held.getAsBoolean() && System.nanoTime() > end) {
                    return;
                }
            }
            if (!subscriber.isOver() && !held.getAsBoolean()) {
                checkAtRest(subscriber);
            }
        }
    }

    private void checkAtRest(RandomSubscriber subscriber) throws InterruptedException {
        if (!scene.await(() -> subscriber.isOver() || scene.frames.open() == scene.closing.kept())) {
            scene.verdict.violated("handles are open at rest");
        }
        if (!scene.await(() -> subscriber.isOver() || isAtRest(scene.camera.statistics()))) {
            scene.verdict.violated("not at rest, though no demand is left: " + scene.camera.statistics());
        }
        scene.totals.rests.increment();
    }

    private boolean isAtRest(CaptureStatistics now) {
        int total = scene.total();
        int unseen = now.lent() - scene.frames.open(); // forgotten, and not collected yet
        if (Scene.places(now) != total || unseen < 0 || unseen > scene.closing.forgotten() || now.leased() != 0) {
            return false;
        }
        return switch (scene.plan.buffers().policy()) {
            case DEMAND ->
                now.waiting() == 0 && (now.queued() == 0 || scene.plan.buffers().minQueued() > 0);
            case BUFFER -> now.waiting() + now.lent() == total;
            case LATEST -> now.waiting() <= 1 && now.queued() > 0;
        };
    }

    // ---- the end

    private void cancel() throws InterruptedException {
        for (RandomSubscriber subscriber : all) {
            if (subscriber.isOver()) {
                continue;
            }
            if (ending.how() == How.CANCEL_TWICE_AT_ONCE) {
                scene.twiceElsewhere(subscriber::cancel);
            } else {
                subscriber.cancel();
            }
        }
        awaitCancelSeen();
    }

    /** An operator may leave it to the thread that works in it to pass the cancel on; the next session must not come before. */
    private void awaitCancelSeen() throws InterruptedException {
        boolean seen = scene.await(
                scene.plan.form().losesCancels() ? Scene.LOSS_NANOS : Scene.BOUND_NANOS, () -> !probe.isOpen());
        if (!seen && scene.plan.form().losesCancels()) {
            scene.totals.cancelsLost.increment();
            probe.cancel();
        } else if (!seen) {
            scene.verdict.violated("no cancel has come through the operators");
        }
    }

    Probe<?> probe() {
        return probe;
    }

    /** {@return an error that the plan does not explain, null if there is none} */
    @Nullable
    Throwable unplannedError() {
        for (RandomSubscriber subscriber : all) {
            Throwable error = subscriber.error();
            if (error != null && !isPlanned(error)) {
                return error;
            }
        }
        return null;
    }

    private boolean isPlanned(Throwable error) {
        return error instanceof PlannedException
                || (error instanceof TimeoutException && ending.how() == How.TIMEOUT)
                || scene.plan.faults().explain(error);
    }

    @Override
    public String toString() {
        return "source: " + probe + ", " + all;
    }
}
