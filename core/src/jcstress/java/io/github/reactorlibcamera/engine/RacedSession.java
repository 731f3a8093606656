package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.LeakDetection;
import io.github.reactorlibcamera.spi.BackendCamera;
import io.github.reactorlibcamera.spi.CameraDescriptor;
import io.github.reactorlibcamera.spi.CameraSystem;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * A session that has no thread of its own: it runs on a camera of rings, the race plays its worker and its control thread. It wants
 * all slots queued, and captures for demand.
 */
final class RacedSession {
    private static final CameraSystem NO_SYSTEM = none(CameraSystem.class);
    private static final BackendCamera NO_CAMERA = none(BackendCamera.class);
    private static final CameraControl IDLE = new CameraControl(NO_SYSTEM, "raced");
    private static final EngineCamera CAMERA = new EngineCamera(
            NO_SYSTEM, "raced", new CameraDescriptor("raced", "raced", Camera.Location.UNKNOWN, true), IDLE);
    private static final CaptureSpec SPEC = CaptureSpec.viewfinder()
            .policy(CapturePolicy.DEMAND)
            .leakDetection(LeakDetection.OFF)
            .stallTimeout(Duration.ZERO);
    private static final CaptureSpec[] SPECS = {SPEC, SPEC.minQueued(1), SPEC.minQueued(2), SPEC.minQueued(3)};

    final RaceWorker worker = new RaceWorker();
    final RingBackend backend;
    final SlotPool pool;
    final EngineSession session;

    RacedSession(int slots) {
        backend = new RingBackend(slots);
        pool = new SlotPool(slots);
        session = new EngineSession(CAMERA, IDLE, SPECS[slots]);
        OpenSession open =
                new OpenSession("raced", backend, pool, session.task, new CaptureCounters(), LeakDetection.OFF, false);
        CaptureLoop loop = new CaptureLoop(session, SPECS[slots], open, null, null);
        session.running = new EngineSession.Running(
                NO_CAMERA, backend, loop, new Played(backend, session.task), Disposables.disposed(), null);
        session.task.start(worker);
    }

    private static <T> T none(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                RacedSession.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                }));
    }

    /** The control thread's part of the end. */
    void release() {
        backend.stop();
        session.isReleased = true;
        session.task.resume();
    }

    /** The end from its beginning to the last step; on the worker. */
    void finish(@Nullable Throwable why) {
        session.end(why);
        release();
        worker.runAll();
    }

    /** {@return how many slots can be taken} Once, after the end. */
    int takeAll() {
        int taken = 0;
        while (pool.takeFree() >= 0) {
            taken++;
        }
        return taken;
    }

    /** The session's own worker, whose thread is never started. */
    private static final class Played extends SessionWorker {
        Played(RingBackend backend, CaptureTask task) {
            super("raced", backend, task, failed -> {});
        }

        @Override
        public Disposable schedule(Runnable runnable) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void run() {}
    }
}
