package io.github.reactorlibcamera.engine;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * What {@link CaptureTask} must not be: it looks for work first and pauses after, and a flag says whether it is scheduled. Work
 * that is published between the look and the pause is not seen, and its resume finds the flag still set. It is kept so that
 * {@link CaptureTaskLincheckTest} shows that it would find this.
 */
final class CheckThenPauseTask implements Runnable {
    private final BooleanSupplier step;
    private final AtomicBoolean running = new AtomicBoolean(true);
    private Scheduler.@Nullable Worker worker;

    CheckThenPauseTask(BooleanSupplier step) {
        this.step = step;
    }

    void start(Scheduler.Worker worker) {
        this.worker = worker;
        worker.schedule(this);
    }

    void resume() {
        if (running.compareAndSet(false, true) && worker != null) {
            worker.schedule(this);
        }
    }

    @Override
    public void run() {
        while (step.getAsBoolean()) {
            // there may be more
        }
        running.set(false);
    }
}
