package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.spi.BackendSession;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Runs a session's task on a worker of the user's scheduler, while its own thread waits for completions and resumes the task. If the
 * scheduler is disposed, the session ends with an error, and its end runs elsewhere.
 */
final class HandoverWorker extends SessionWorker {
    private static final int WATCH_MILLIS = 200;

    private final Scheduler scheduler;
    private final Scheduler.Worker worker;

    /** Ends the waiting thread's sleep if the scheduler is disposed, which tells nobody. */
    private Disposable watch = Disposables.disposed();

    /** What was scheduled last; by whoever schedules, read by the waiting thread. */
    private volatile @Nullable Run scheduled;

    HandoverWorker(
            String name, Scheduler scheduler, BackendSession session, CaptureTask task, Consumer<Throwable> failed) {
        super(name, session, task, failed);
        this.scheduler = scheduler;
        this.worker = scheduler.createWorker();
    }

    @Override
    public Disposable schedule(Runnable runnable) {
        Run run = new Run(runnable);
        scheduled = run;
        try {
            return worker.schedule(run);
        } catch (RejectedExecutionException e) {
            failed.accept(e);
            run.elsewhere();
            return Disposables.disposed();
        }
    }

    @Override
    void start() {
        watch = Schedulers.parallel()
                .schedulePeriodically(this::wakeIfDisposed, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
        super.start();
    }

    private void wakeIfDisposed() {
        if (scheduler.isDisposed() && !isDisposed()) {
            session.wake();
        }
    }

    @Override
    public void run() {
        while (!isDisposed()) {
            sleep();
            if (scheduler.isDisposed() && !isDisposed()) {
                failed.accept(new RejectedExecutionException("the session's scheduler was disposed"));
                Run dropped = scheduled;
                if (dropped != null) {
                    dropped.elsewhere();
                }
            }
        }
    }

    @Override
    public void dispose() {
        super.dispose();
        watch.dispose();
        worker.dispose();
    }

    /** One run of the task, which a scheduler that is disposed may have dropped. */
    private static final class Run implements Runnable {
        private final Runnable task;

        /** True once somebody runs it; by whoever is first. */
        private final AtomicBoolean claimed = new AtomicBoolean();

        Run(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (claimed.compareAndSet(false, true)) {
                task.run();
            }
        }

        void elsewhere() {
            if (!claimed.get()) {
                Schedulers.boundedElastic().schedule(this);
            }
        }
    }
}
