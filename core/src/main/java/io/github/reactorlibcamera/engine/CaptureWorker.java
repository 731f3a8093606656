package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.spi.BackendSession;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import reactor.core.Disposable;

/**
 * The default worker of a session: its thread runs the task, and sleeps in {@link BackendSession#await()} when there is nothing to
 * do. A completion, a schedule and the disposal all end that sleep; an interrupt does not. For the task alone; not time-capable.
 */
final class CaptureWorker extends SessionWorker {
    /**
     * True while the task is scheduled and has not begun to run. Set by whoever schedules it, cleared by the thread. A boolean
     * is enough, since the task schedules itself only when it rests or yields.
     */
    private volatile boolean scheduled;

    CaptureWorker(String name, BackendSession session, CaptureTask task, Consumer<Throwable> failed) {
        super(name, session, task, failed);
    }

    @Override
    public Disposable schedule(Runnable runnable) {
        if (runnable != task) {
            throw new IllegalArgumentException("this worker runs the session's task only");
        }
        if (isDisposed()) {
            throw new RejectedExecutionException("the session has ended");
        }
        scheduled = true;
        if (Thread.currentThread() != thread) {
            session.wake();
        }
        return this; // the task is ended by its own stop()
    }

    @Override
    public void run() {
        while (!isDisposed()) {
            if (scheduled) {
                scheduled = false;
                execute();
            } else {
                sleep();
            }
        }
    }

    private void execute() {
        try {
            task.run();
        } catch (Throwable e) { // as Reactor's own schedulers do: the thread lives on
            failed.accept(e);
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }
}
