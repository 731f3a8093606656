package io.github.reactorlibcamera.engine;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Runs a step over and over on one worker, and rests when there is nothing to do: the {@code GstTask} of this library.
 *
 * <p>A run pauses first, then takes its step, and goes on only if the step says that there may be more, or if somebody resumed
 * it since the pause. A resume is sticky: whoever publishes state and then calls {@link #resume()} can rely on a step that starts
 * later and sees that state, however the call races the run.
 *
 * <p>Thread-safe; the step itself is thread-bound to the worker.
 */
final class CaptureTask implements Runnable {
    /** Steps in one go, so that sessions on a shared scheduler stay fair. */
    private static final int SLICE = 64;

    private static final AtomicIntegerFieldUpdater<CaptureTask> RESUMES =
            AtomicIntegerFieldUpdater.newUpdater(CaptureTask.class, "resumes");

    /** Rejects what it is given. */
    private static final Scheduler.Worker ENDED = Schedulers.immediate().createWorker();

    static {
        ENDED.dispose();
    }

    private final BooleanSupplier step;

    /**
     * Resumes that no pause has answered yet. Raised by any thread after it published its state; lowered by the worker by as many
     * as it saw before the step. Its read at the pause pairs with the raise: the step sees what was published. Zero means that
     * the task rests, and the one who raises it from zero schedules it. Starts at one: it is held until {@link #start}.
     */
    private volatile int resumes = 1;

    /** Written by any thread, read by the worker before each step. */
    private volatile boolean stopped;

    /** Set by a run while it schedules the next one. Others may see it late or not, which matters only to the same thread. */
    private volatile @Nullable Yield yielding;

    /**
     * Written by {@link #start} before the first schedule, which publishes it to all others; and by {@link #stop}, so that a task that
     * is kept does not keep what it worked on. Others may see that late or not: both reject.
     */
    private Scheduler.@Nullable Worker worker;

    /** @param step takes one step; returns true if there may be more to do */
    CaptureTask(BooleanSupplier step) {
        this.step = step;
    }

    /** Lets the task run from now on; a first run follows. Called once. */
    void start(Scheduler.Worker worker) {
        this.worker = worker;
        schedule();
    }

    /** To be called after the state that the step is to see was published. Any thread, never blocks. */
    void resume() {
        if (RESUMES.getAndIncrement(this) == 0) {
            schedule();
        }
    }

    /** {@return true if it rests, with nothing to do}; false while it runs, also inside a subscriber. Any thread. */
    boolean isAtRest() {
        return resumes == 0;
    }

    /** No step begins after the one that may be running. Called once its worker is not needed any more. */
    void stop() {
        stopped = true;
        worker = ENDED;
    }

    @Override
    public void run() {
        Yield outer = yielding;
        if (outer != null && outer.thread == Thread.currentThread()) {
            outer.ranAtOnce =
                    true; // the scheduler runs at once what it is given: on the stack of the run before, which goes on
            return;
        }
        Yield next;
        do {
            if (!slice()) {
                return;
            }
            next = new Yield();
            yielding = next;
            schedule();
            yielding = null; // if another thread runs by now and has set its own, that one is only not found
        } while (next.ranAtOnce);
    }

    /** Some steps; false if the task rests or is stopped, true if it is to be scheduled anew. */
    private boolean slice() {
        int seen = 1;
        for (int steps = 0; steps < SLICE; steps++) {
            if (stopped) {
                return false;
            }
            seen = resumes; // the pause: what was published before these resumes is seen by the step
            if (!step(seen)) {
                if (RESUMES.addAndGet(this, -seen) == 0) {
                    return false; // paused, and nobody resumed since
                }
                seen = 1; // subtracted: of what is left now, the end of the slice takes nothing
            }
        }
        RESUMES.addAndGet(this, 1 - seen); // what was seen need not be counted for ever
        return true;
    }

    /** A step that throws is one that says no more, so that the next resume still schedules. */
    private boolean step(int seen) {
        try {
            return step.getAsBoolean();
        } catch (Throwable e) {
            if (RESUMES.addAndGet(this, -seen) != 0) {
                schedule();
            }
            throw e;
        }
    }

    @SuppressWarnings("NullAway") // a resume schedules only after start() has, see `resumes`
    private void schedule() {
        try {
            worker.schedule(this);
        } catch (RejectedExecutionException e) {
            // The scheduler was disposed by its owner: the session's end, or the user's wish, and nothing can run any
            // more.
            stopped = true;
        }
    }

    /** A run that schedules the next one. Thread-bound. */
    private static final class Yield {
        final Thread thread = Thread.currentThread();
        boolean ranAtOnce;
    }
}
