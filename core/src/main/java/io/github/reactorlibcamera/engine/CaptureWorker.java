package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.spi.BackendSession;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.concurrent.Queues;

/**
 * The default worker of a session: one daemon thread of its own, which sleeps where the camera's completions wake it, in
 * {@link BackendSession#await()}. A completion, a scheduled task and the disposal all end that sleep; an interrupt does not.
 *
 * <p>Not time-capable. Thread-safe.
 */
final class CaptureWorker implements Scheduler.Worker, Runnable {
    private static final long NAP_NANOS = 1_000_000;

    private final BackendSession session;
    private final CaptureTask task;
    private final Consumer<Throwable> failed;
    private final Thread thread;
    private final Queue<Runnable> others =
            Queues.<Runnable>unboundedMultiproducer().get();

    /**
     * True while the task is scheduled and has not begun to run. Set by whoever schedules it, cleared by the thread. A boolean
     * is enough, since the task schedules itself only when it rests or yields.
     */
    private volatile boolean taskScheduled;

    private volatile boolean disposed;

    /** @param failed told, once, when the session's sleep does not work any more */
    CaptureWorker(String name, BackendSession session, CaptureTask task, Consumer<Throwable> failed) {
        this.session = session;
        this.task = task;
        this.failed = failed;
        this.thread = new Thread(this, name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public Disposable schedule(Runnable runnable) {
        if (disposed) {
            throw new RejectedExecutionException("the session has ended");
        }
        Disposable result;
        if (runnable == task) {
            taskScheduled = true;
            result = this; // the task is ended by its own stop(), never one by one
        } else {
            Once once = new Once(runnable);
            others.add(once);
            result = once;
        }
        if (Thread.currentThread() != thread) {
            session.wake();
        }
        return result;
    }

    @Override
    public void run() {
        while (!disposed) {
            if (taskScheduled) {
                taskScheduled = false;
                execute(task);
            }
            for (Runnable other = others.poll(); other != null; other = others.poll()) {
                execute(other);
            }
            if (!taskScheduled && !disposed) {
                sleep();
            }
        }
    }

    /** Until there is something to do. */
    private void sleep() {
        try {
            session.await();
        } catch (Throwable e) { // a broken backend: end the session, and wait for that in short naps
            failed.accept(e);
            LockSupport.parkNanos(NAP_NANOS);
        }
        task.resume();
    }

    private void execute(Runnable runnable) {
        try {
            runnable.run();
        } catch (Throwable e) { // as Reactor's own schedulers do: the thread lives on
            Thread.UncaughtExceptionHandler handler = thread.getUncaughtExceptionHandler();
            handler.uncaughtException(thread, e);
        }
    }

    @Override
    public void dispose() {
        disposed = true;
        session.wake();
    }

    @Override
    public boolean isDisposed() {
        return disposed;
    }

    /** A scheduled task that can be disposed before it runs. */
    private static final class Once implements Runnable, Disposable {
        private volatile @Nullable Runnable runnable;

        Once(Runnable runnable) {
            this.runnable = Schedulers.onSchedule(runnable);
        }

        @Override
        public void run() {
            Runnable current = runnable;
            runnable = null;
            if (current != null) {
                current.run();
            }
        }

        @Override
        public void dispose() {
            runnable = null;
        }

        @Override
        public boolean isDisposed() {
            return runnable == null;
        }
    }
}
