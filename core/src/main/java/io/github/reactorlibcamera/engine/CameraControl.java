package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.CameraBusyException;
import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.CaptureStatistics;
import io.github.reactorlibcamera.spi.BackendCamera;
import io.github.reactorlibcamera.spi.CameraSystem;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One camera's control thread, and which session has the camera.
 *
 * <p>Everything that blocks runs here, in the order it was asked for: acquire, configure, start, stop, release. So a new
 * subscription to a camera waits for the session that is closing, and a camera that hangs holds up no other. The thread is a
 * daemon, and ends when it is idle and nobody has the camera.
 */
final class CameraControl {
    private static final int EBUSY = 16;
    private static final int ESHUTDOWN = 108;
    private static final long IDLE_SECONDS = 5;

    private final CameraSystem system;
    private final String id;
    private final ThreadPoolExecutor thread;

    /** The session that has the camera. Thread-bound to the control thread. */
    private @Nullable CaptureSession holder;

    /** True once the manager closes. Thread-bound to the control thread. */
    private boolean closing;

    /** The newest session that acquired the camera, and their number; written by the control thread, read by anybody. */
    private volatile @Nullable CaptureSession newest;

    private volatile long sessions;

    CameraControl(CameraSystem system, String id) {
        this.system = system;
        this.id = id;
        this.thread =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), runnable -> {
                    Thread control = new Thread(runnable, "camera-control " + id);
                    control.setDaemon(true);
                    return control;
                });
        thread.allowCoreThreadTimeOut(true);
    }

    /** Runs it on the control thread, in turn; false if the manager has closed. */
    boolean execute(Runnable runnable) {
        try {
            thread.execute(runnable);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Opens the camera and takes it for a session. On the control thread. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer of `sessions`
    BackendCamera acquire(CaptureSession session, String openId) {
        if (closing) {
            throw closedError();
        }
        if (holder != null) {
            throw new CameraBusyException(
                    "camera " + id + " is streaming to another subscriber; share one Flux among several, with share()",
                    openId,
                    EBUSY);
        }
        BackendCamera camera = system.open(openId);
        try {
            camera.acquire();
            thread.allowCoreThreadTimeOut(false); // the end must not depend on a thread that cannot be had
        } catch (Throwable e) {
            camera.close();
            throw e;
        }
        holder = session;
        newest = session;
        sessions++;
        return camera;
    }

    /** The camera is released, and free for the next session. On the control thread. */
    void released() {
        holder = null;
        thread.allowCoreThreadTimeOut(true);
    }

    /** Ends the running session, lets no other begin, and takes no more work once that is done. */
    void close() {
        execute(() -> {
            closing = true;
            CaptureSession session = holder;
            if (session != null) {
                session.terminate(closedError());
            }
        });
        thread.shutdown();
    }

    /** {@return true if all work was done in time} */
    boolean awaitEnd(long nanos) throws InterruptedException {
        return thread.awaitTermination(nanos, TimeUnit.NANOSECONDS);
    }

    CaptureStatistics statistics() {
        CaptureSession session = newest;
        return session == null ? new CaptureStatistics(0, false, 0, 0, 0, 0, 0, 0, 0, 0) : session.statistics(sessions);
    }

    CameraException closedError() {
        return new CameraException("the camera manager was closed", id, ESHUTDOWN);
    }
}
