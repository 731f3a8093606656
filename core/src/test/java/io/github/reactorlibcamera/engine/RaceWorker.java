package io.github.reactorlibcamera.engine;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * The worker of one task in a race: it counts how often the task is scheduled, and the thread that plays the worker runs it. More
 * than once at a time would be two runs at a time on a worker with more threads.
 *
 * <p>{@link #schedule} is thread-safe; the runs are thread-bound to one thread at a time.
 */
final class RaceWorker implements Scheduler.Worker {
    /** Raised by whoever schedules, lowered by the worker before it runs the task. */
    private final AtomicInteger scheduled = new AtomicInteger();

    /** The task. Written before {@link #scheduled} is raised, which publishes it. */
    private @Nullable Runnable task;

    /** Set by whoever schedules the task while it is scheduled. */
    private volatile boolean scheduledTwice;

    @Override
    public Disposable schedule(Runnable runnable) {
        task = runnable;
        if (scheduled.incrementAndGet() > 1) {
            scheduledTwice = true;
        }
        return this;
    }

    int scheduled() {
        return scheduled.get();
    }

    boolean scheduledTwice() {
        return scheduledTwice;
    }

    /** Runs the task once if it is scheduled; true if it was. */
    boolean runOne() {
        if (scheduled.get() == 0 || task == null) {
            return false;
        }
        scheduled.decrementAndGet();
        task.run();
        return true;
    }

    /** Runs the task until it rests. */
    void runAll() {
        while (runOne()) {
            // one run after the other
        }
    }

    @Override
    public void dispose() {
        scheduled.set(0);
    }
}
