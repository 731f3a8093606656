package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.spi.BackendSession;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Runs a session's task on a worker of the user's scheduler, while its own thread waits for completions and resumes the task. */
final class HandoverWorker extends SessionWorker {
    private final Scheduler.Worker worker;

    HandoverWorker(
            String name, Scheduler scheduler, BackendSession session, CaptureTask task, Consumer<Throwable> failed) {
        super(name, session, task, failed);
        this.worker = scheduler.createWorker();
    }

    @Override
    public Disposable schedule(Runnable runnable) {
        try {
            return worker.schedule(runnable);
        } catch (RejectedExecutionException e) { // disposed by its owner: the session ends, and its end runs elsewhere
            failed.accept(e);
            return Schedulers.boundedElastic().schedule(runnable);
        }
    }

    @Override
    public void run() {
        while (!isDisposed()) {
            sleep();
        }
    }

    @Override
    public void dispose() {
        super.dispose();
        worker.dispose();
    }
}
