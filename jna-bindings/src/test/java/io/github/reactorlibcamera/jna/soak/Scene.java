package io.github.reactorlibcamera.jna.soak;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.CaptureStatistics;
import io.github.reactorlibcamera.jna.soak.Plan.Form;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/** What all who take part in one session share. Thread-safe. */
final class Scene {
    /** What must happen happens within this time, on however slow a machine. */
    static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** What operators have not done after this time they have lost. */
    static final long LOSS_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long POLL_NANOS = 50_000;
    private static final long COLLECT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    final Plan plan;
    final Camera camera;
    final Totals totals;
    final Helpers helpers;
    final Verdict verdict = new Verdict();
    final LentFrames frames;
    final Closing closing;
    final @Nullable CountingRecorder recorder;
    final CaptureSpec spec;

    /** True once the camera was acquired for certain. By the lane's thread. */
    private boolean acquired;

    Scene(Plan plan, Camera camera, Totals totals, Helpers helpers) {
        this.plan = plan;
        this.camera = camera;
        this.totals = totals;
        this.helpers = helpers;
        frames = new LentFrames(
                verdict,
                plan.form() == Form.SHARED_FRAMES,
                plan.isPeriodic(),
                plan.chain().losesFrames());
        closing = new Closing(plan.hands(), verdict, frames, helpers);
        recorder = plan.buffers().recorded() ? new CountingRecorder(verdict) : null;
        CaptureSpec wanted = plan.buffers().spec();
        wanted = wanted.stallTimeout(plan.faults().stallTimeout(wanted.stallTimeout()));
        if (recorder != null) {
            wanted = wanted.recorder(recorder);
        }
        spec = switch (plan.buffers().worker()) {
            case OWN -> wanted;
            case SINGLE -> wanted.scheduler(Schedulers.single());
            case PARALLEL -> wanted.scheduler(Schedulers.parallel());
            case BOUNDED_ELASTIC -> wanted.scheduler(helpers.elastic());
        };
    }

    /** {@return false if it did not come true in time; true also if it is known already that something is wrong} */
    boolean await(BooleanSupplier condition) throws InterruptedException {
        return await(BOUND_NANOS, condition);
    }

    boolean await(long nanos, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (!condition.getAsBoolean() && !verdict.isViolated()) {
            if (System.nanoTime() > end) {
                return false;
            }
            TimeUnit.NANOSECONDS.sleep(POLL_NANOS);
        }
        return true;
    }

    /** As {@link #await(BooleanSupplier)}, for what needs garbage collections. */
    boolean awaitCollected(BooleanSupplier condition) throws InterruptedException {
        for (long waited = 0; waited < BOUND_NANOS; waited += COLLECT_NANOS) {
            System.gc();
            if (await(COLLECT_NANOS, condition)) {
                return true;
            }
        }
        return false;
    }

    /** Some operators, timeout among them, hand a late element not to the discard hook but to the one for dropped ones. */
    Context context() {
        Consumer<Object> dropped = element -> Elements.forEach(element, frames::discard);
        return Context.of("reactor.onNextDropped.local", dropped);
    }

    /** Runs it on another thread, soon; it must not throw. */
    void elsewhere(Runnable task) {
        helpers.run(guarded(task));
    }

    /** Runs it on two other threads at once, and waits for both; it must not throw. */
    void twiceElsewhere(Runnable task) throws InterruptedException {
        helpers.twice(guarded(task));
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable e) {
                verdict.violated("a call from another thread threw", e);
            }
        };
    }

    void acquired() {
        acquired = true;
    }

    /** {@return false if the statistics may be an earlier session's} */
    boolean wasAcquired() {
        return acquired || frames.haveCome();
    }

    boolean isRunning() {
        return camera.statistics().running();
    }

    /** Waits until the camera's control thread has done what it was asked for so far. */
    void awaitControlThread() {
        camera.validate(spec).onErrorComplete().block(Duration.ofNanos(BOUND_NANOS));
    }

    int total() {
        return plan.buffers().count();
    }

    static int places(CaptureStatistics now) {
        return now.free() + now.leased() + now.queued() + now.waiting() + now.lent() + now.abandoned();
    }
}
