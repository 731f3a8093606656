package io.github.reactorlibcamera.engine;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs what blocks, camera by camera, in the order it was asked for: acquire, configure, start, stop, release. So a new
 * subscription to a camera waits for the session that is closing, and a camera that hangs holds up no other. The thread is a
 * daemon and ends when idle. Thread-safe.
 */
final class ControlThread {
    private static final long IDLE_SECONDS = 5;

    private final ExecutorService executor;

    ControlThread(String cameraId) {
        ThreadPoolExecutor single =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), runnable -> {
                    Thread thread = new Thread(runnable, "camera-control " + cameraId);
                    thread.setDaemon(true);
                    return thread;
                });
        single.allowCoreThreadTimeOut(true);
        this.executor = single;
    }

    void execute(Runnable runnable) {
        executor.execute(runnable);
    }

    /** Takes no more work; what was asked for is still done. */
    void shutdown() {
        executor.shutdown();
    }

    /** {@return true if all work was done in time} */
    boolean awaitEnd(long nanos) throws InterruptedException {
        return executor.awaitTermination(nanos, TimeUnit.NANOSECONDS);
    }
}
