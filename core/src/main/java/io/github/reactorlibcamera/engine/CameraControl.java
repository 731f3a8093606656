package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.CameraBusyException;
import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.CameraManagerClosedException;
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
 * daemon, and ends when it is idle and nobody has the camera. Thread-safe.
 */
final class CameraControl {
    private static final int EBUSY = 16;
    private static final int ESHUTDOWN = 108;
    private static final long IDLE_SECONDS = 5;

    private final CameraSystem system;
    private final String id;

    /** Replaced when it hangs. Guarded by this object's monitor, as all that follows. */
    private ThreadPoolExecutor thread;

    /** The session that has the camera. */
    private @Nullable EngineSession holder;

    /** Why the camera cannot be had any more until its driver lets go of it; null if it does not hang. */
    private @Nullable CameraException hangs;

    /** True once the manager closes. */
    private boolean closing;

    /** The newest session that acquired the camera, and their number. */
    private @Nullable EngineSession newest;

    private long sessions;

    CameraControl(CameraSystem system, String id) {
        this.system = system;
        this.id = id;
        this.thread = newThread();
    }

    private ThreadPoolExecutor newThread() {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), runnable -> {
                    Thread control = new Thread(runnable, "camera-control " + id);
                    control.setDaemon(true);
                    return control;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** Runs it on the control thread, in turn; false if the manager has closed. */
    synchronized boolean execute(Runnable runnable) {
        try {
            thread.execute(runnable);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Opens the camera and takes it for a session. On the control thread. */
    BackendCamera acquire(EngineSession session, String openId) {
        synchronized (this) {
            if (closing) {
                throw closedError();
            }
            if (hangs != null) {
                throw hangs;
            }
            if (holder != null) {
                throw new CameraBusyException(
                        "camera " + id + " is streaming to another subscriber; share one session among several, with"
                                + " Camera.sharedFrames(spec)",
                        openId,
                        EBUSY);
            }
        }
        BackendCamera camera = system.open(openId);
        try {
            camera.acquire();
        } catch (Throwable e) {
            camera.close();
            throw e;
        }
        synchronized (this) {
            thread.allowCoreThreadTimeOut(false); // the end must not depend on a thread that cannot be had
            holder = session;
            newest = session;
            sessions++;
        }
        return camera;
    }

    /** The camera is released, and free for the next session. */
    synchronized void released() {
        holder = null;
        hangs = null;
        thread.allowCoreThreadTimeOut(true);
    }

    /**
     * The camera's driver hangs, and with it the control thread: what waits goes to another one, and is told. Nothing if the session
     * has released the camera in the meantime.
     */
    synchronized void abandon(EngineSession session, CameraException why) {
        if (holder != session) {
            return;
        }
        hangs = why;
        ThreadPoolExecutor stuck = thread;
        thread = newThread();
        for (Runnable next = stuck.getQueue().poll();
                next != null;
                next = stuck.getQueue().poll()) {
            thread.execute(next);
        }
        if (stuck.isShutdown()) {
            thread.shutdown();
        }
        stuck.shutdown();
    }

    /** Ends the running session, lets no other begin, and takes no more work once that is done. */
    synchronized void close() {
        execute(() -> {
            EngineSession session;
            synchronized (this) {
                closing = true;
                session = holder;
            }
            if (session != null) {
                session.terminate(closedError());
            }
        });
        thread.shutdown();
    }

    /** {@return true if all work was done in time} */
    boolean awaitEnd(long nanos) throws InterruptedException {
        ThreadPoolExecutor current;
        synchronized (this) {
            current = thread;
        }
        boolean ended = current.awaitTermination(nanos, TimeUnit.NANOSECONDS);
        synchronized (this) {
            return ended && hangs == null;
        }
    }

    CaptureStatistics statistics() {
        EngineSession session;
        long count;
        synchronized (this) {
            session = newest;
            count = sessions;
        }
        return session == null ? new CaptureCounters().statistics(0, false, null) : session.statistics(count);
    }

    synchronized long sessions() {
        return sessions;
    }

    CameraManagerClosedException closedError() {
        return closedError(id);
    }

    static CameraManagerClosedException closedError(String id) {
        return new CameraManagerClosedException("the camera manager was closed", id, ESHUTDOWN);
    }
}
