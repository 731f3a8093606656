package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraBusyException;
import io.github.reactorlibcamera.CameraConfiguration;
import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.CaptureStatistics;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.StreamFormat;
import io.github.reactorlibcamera.StreamRole;
import io.github.reactorlibcamera.spi.BackendCamera;
import io.github.reactorlibcamera.spi.CameraDescriptor;
import io.github.reactorlibcamera.spi.CameraSystem;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A camera by its id, whether it is in use or not. Thread-safe; the session in charge is known to the control thread only. */
final class EngineCamera implements Camera {
    private static final int EBUSY = 16;
    private static final int ESHUTDOWN = 108;

    private final CameraSystem system;
    private final String openId;
    private final CameraDescriptor descriptor;
    private final ControlThread control;

    /** The session that has the camera. Thread-bound to the control thread. */
    private @Nullable CaptureSession holder;

    /** True once the manager closes. Thread-bound to the control thread. */
    private boolean closing;

    /** The newest session that acquired the camera, and their number; written by the control thread, read by anybody. */
    private volatile @Nullable CaptureSession newest;

    private volatile long sessions;

    /** @param openId the id with its options, if it has any */
    EngineCamera(CameraSystem system, String openId, CameraDescriptor descriptor, ControlThread control) {
        this.system = system;
        this.openId = openId;
        this.descriptor = descriptor;
        this.control = control;
    }

    @Override
    public String id() {
        return openId;
    }

    @Override
    public String model() {
        return descriptor.model();
    }

    @Override
    public Location location() {
        return descriptor.location();
    }

    @Override
    public boolean isSimulated() {
        return descriptor.simulated();
    }

    @Override
    public Mono<List<StreamFormat>> formats(StreamRole role) {
        Objects.requireNonNull(role, "role");
        return ask(backend -> backend.formats(role));
    }

    @Override
    public Mono<CameraConfiguration> validate(CaptureSpec spec) {
        Objects.requireNonNull(spec, "spec");
        return ask(backend -> backend.validate(spec));
    }

    /** A question to a handle of its own, asked on the control thread. */
    private <T> Mono<T> ask(Function<BackendCamera, T> question) {
        return Mono.<T>create(sink -> {
                    try {
                        control.execute(() -> {
                            try (BackendCamera backend = system.open(openId)) {
                                sink.success(question.apply(backend));
                            } catch (Throwable e) {
                                sink.error(e);
                            }
                        });
                    } catch (RejectedExecutionException e) {
                        sink.error(closedError());
                    }
                })
                .publishOn(Schedulers.boundedElastic()); // the subscriber's work is not the control thread's
    }

    @Override
    public Flux<Frame> frames(CaptureSpec spec) {
        Objects.requireNonNull(spec, "spec");
        return new Flux<>() {
            @Override
            public void subscribe(CoreSubscriber<? super Frame> actual) {
                CaptureSession session = new CaptureSession(EngineCamera.this, spec, actual);
                actual.onSubscribe(session);
                try {
                    control.execute(session::open);
                } catch (RejectedExecutionException e) {
                    signal(() -> actual.onError(closedError()));
                }
            }
        };
    }

    @Override
    public CaptureStatistics statistics() {
        CaptureSession session = newest;
        return session == null ? new CaptureStatistics(0, false, 0, 0, 0, 0, 0, 0, 0, 0) : session.statistics(sessions);
    }

    void onControlThread(Runnable runnable) {
        try {
            control.execute(runnable);
        } catch (RejectedExecutionException e) {
            // The manager has closed, and thereby every session: there is nothing left to do.
        }
    }

    /** Sends a signal for which there is no worker, off the control thread. */
    void signal(Runnable signal) {
        Schedulers.boundedElastic().schedule(signal);
    }

    /** On the control thread. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer of `sessions`
    Acquired acquire(CaptureSession session) {
        if (closing) {
            throw closedError();
        }
        if (holder != null) {
            throw new CameraBusyException(
                    "camera " + openId
                            + " is streaming to another subscriber; share one Flux among several, with share()",
                    openId,
                    EBUSY);
        }
        BackendCamera backend = system.open(openId);
        try {
            backend.acquire();
        } catch (Throwable e) {
            backend.close();
            throw e;
        }
        holder = session;
        newest = session;
        sessions++;
        return new Acquired(backend);
    }

    /** Ends the running session, and lets no other begin. On the control thread. */
    void close() {
        closing = true;
        CaptureSession session = holder;
        if (session != null) {
            session.terminate(closedError());
        }
    }

    private CameraException closedError() {
        return new CameraException("the camera manager was closed", openId, ESHUTDOWN);
    }

    @Override
    public String toString() {
        return "Camera(" + openId + ")";
    }

    /** The camera in the hands of one session. Released on the control thread; whether it is held may be asked by anybody. */
    final class Acquired {
        private final BackendCamera camera;
        private volatile boolean held = true;

        private Acquired(BackendCamera camera) {
            this.camera = camera;
        }

        BackendCamera camera() {
            return camera;
        }

        boolean isHeld() {
            return held;
        }

        void release() {
            try {
                camera.close();
            } finally {
                held = false;
                holder = null;
            }
        }
    }
}
