package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.spi.BackendSession;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import reactor.core.scheduler.Scheduler;

/** Runs a session's task, and has a daemon thread that sleeps where the camera's completions wake it. Thread-safe. */
abstract class SessionWorker implements Scheduler.Worker, Runnable {
    private static final long NAP_NANOS = 1_000_000;

    final BackendSession session;
    final CaptureTask task;
    final Consumer<Throwable> failed;
    final Thread thread;

    /** Set by anybody, before a wake-up of the thread; read by the thread. */
    private volatile boolean disposed;

    /** @param failed told when the session's sleep, or the scheduler, does not work any more */
    SessionWorker(String name, BackendSession session, CaptureTask task, Consumer<Throwable> failed) {
        this.session = session;
        this.task = task;
        this.failed = failed;
        this.thread = new Thread(this, name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Until there is something to do; resumes the task then. */
    final void sleep() {
        try {
            session.await();
        } catch (Throwable e) { // a broken backend: end the session, and wait for that in short naps
            failed.accept(e);
            LockSupport.parkNanos(NAP_NANOS);
        }
        task.resume();
    }

    @Override
    public void dispose() {
        disposed = true;
        session.wake();
    }

    @Override
    public final boolean isDisposed() {
        return disposed;
    }
}
