package io.github.reactorlibcamera.springboot;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraEvent;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CameraManagerClosedException;
import io.github.reactorlibcamera.LibcameraStatus;
import io.github.reactorlibcamera.NativeLibraryException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A camera manager that is started by whoever first needs it, so that an application starts at once, and also where libcamera is
 * missing. Thread-safe.
 *
 * <p>What returns a {@link Flux} or {@link Mono} never blocks: the manager is started on Reactor's bounded elastic scheduler. What
 * returns a value waits for the start, and so refuses to be the first on a thread that must not block. A start that failed is tried
 * again by the next who needs it.
 */
public final class DeferredCameraManager implements CameraManager {
    private final Supplier<CameraManager> start;

    /** Written once under this object's monitor, by the thread that starts it; read by everybody. */
    private volatile @Nullable CameraManager started;

    /** Guarded by this object's monitor. */
    private boolean closed;

    /** @param start may block and fail, as {@link CameraManager#create()} does */
    public DeferredCameraManager(Supplier<CameraManager> start) {
        this.start = start;
    }

    /**
     * {@return the manager once it is started, at once if it is one that always was} Fails with a {@link NativeLibraryException} if it
     * cannot be started, and with a {@link CameraManagerClosedException} if it was closed before.
     *
     * @param manager any
     */
    public static Mono<CameraManager> ready(CameraManager manager) {
        return manager instanceof DeferredCameraManager deferred ? deferred.ready() : Mono.just(manager);
    }

    private Mono<CameraManager> ready() {
        return Mono.defer(() -> {
            CameraManager running = started;
            return running != null
                    ? Mono.just(running)
                    : Mono.fromCallable(this::start).subscribeOn(Schedulers.boundedElastic());
        });
    }

    private CameraManager running() {
        CameraManager running = started;
        if (running == null && Schedulers.isInNonBlockingThread()) {
            throw new IllegalStateException(
                    "the camera manager is not started yet, which takes a moment, and this thread"
                            + " must not wait: take DeferredCameraManager.ready(manager), events() or whenPresent(id)");
        }
        return running == null ? start() : running;
    }

    private synchronized CameraManager start() {
        CameraManager running = started;
        if (closed) {
            throw new CameraManagerClosedException("the camera manager was closed with the application", null, 0);
        }
        if (running == null) {
            running = start.get();
            started = running;
        }
        return running;
    }

    /** {@inheritDoc} The first call may block, and fail with a {@link NativeLibraryException}. */
    @Override
    public List<Camera> cameras() {
        return running().cameras();
    }

    /** {@inheritDoc} The first call may block, and fail with a {@link NativeLibraryException}. */
    @Override
    public Camera camera(String id) {
        return running().camera(id);
    }

    @Override
    public Flux<CameraEvent> events() {
        return ready().flatMapMany(CameraManager::events);
    }

    @Override
    public Mono<Camera> whenPresent(String id) {
        return ready().flatMap(manager -> manager.whenPresent(id));
    }

    /** {@inheritDoc} The first call may block, and fail with a {@link NativeLibraryException}. */
    @Override
    public LibcameraStatus libcamera() {
        return running().libcamera();
    }

    @Override
    public synchronized void close() {
        closed = true;
        CameraManager running = started;
        if (running != null) {
            running.close();
        }
    }
}
