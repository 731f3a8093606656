package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraEvent;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CameraNotFoundException;
import io.github.reactorlibcamera.LibcameraStatus;
import io.github.reactorlibcamera.spi.BackendCamera;
import io.github.reactorlibcamera.spi.CameraBackend;
import io.github.reactorlibcamera.spi.CameraDescriptor;
import io.github.reactorlibcamera.spi.CameraSystem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A camera system in use, and the control of each of its cameras. Thread-safe. */
public final class CaptureEngine implements CameraManager {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(2);

    private final CameraSystem system;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** By the camera's own id: the same camera asked for with other options has the same control. */
    private final Map<String, CameraControl> controls = new ConcurrentHashMap<>();

    /** Stops cameras when the JVM ends. It waits for the control threads only, so an onNext may call System.exit. */
    private final Thread shutdownHook = new Thread(() -> close(SHUTDOWN_LIMIT), "camera-shutdown");

    private final CameraEvents events;

    private CaptureEngine(CameraSystem system) {
        this.system = system;
        this.events = new CameraEvents(system, descriptor -> camera(descriptor.id(), descriptor));
    }

    /**
     * Starts a system.
     *
     * @param backend of the system
     * @return its manager
     */
    public static CameraManager start(CameraBackend backend) {
        // Made here, where a wait is no harm: of threads that are the first to ask Reactor for it all but one may wait
        // for a lock.
        Schedulers.boundedElastic();
        CaptureEngine engine = new CaptureEngine(backend.start());
        engine.system.listen(engine.events);
        Runtime.getRuntime().addShutdownHook(engine.shutdownHook);
        return engine;
    }

    @Override
    public List<Camera> cameras() {
        return system.cameras().stream()
                .<Camera>map(descriptor -> camera(descriptor.id(), descriptor))
                .toList();
    }

    @Override
    public Camera camera(String id) {
        Objects.requireNonNull(id, "id");
        try (BackendCamera camera = system.open(id)) {
            return camera(id, camera.descriptor());
        }
    }

    @Override
    public Flux<CameraEvent> events() {
        return events.flux();
    }

    @Override
    public Mono<Camera> whenPresent(String id) {
        Objects.requireNonNull(id, "id");
        Mono<Camera> look = Mono.fromCallable(() -> camera(id))
                .subscribeOn(Schedulers.boundedElastic())
                .onErrorComplete(CameraNotFoundException.class);
        // In this order, so that it cannot come unseen between the look and the subscription to the events.
        return Flux.merge(events().filter(event -> event.type() == CameraEvent.Type.ADDED), Mono.just(id))
                .concatMap(any -> look)
                .next()
                .switchIfEmpty(Mono.error(() -> CameraControl.closedError(id)));
    }

    private Camera camera(String openId, CameraDescriptor descriptor) {
        CameraControl control =
                controls.computeIfAbsent(descriptor.id(), cameraId -> new CameraControl(system, cameraId));
        if (closed.get()) {
            control.close(); // it may have come too late for the one who closes
        }
        return new EngineCamera(system, openId, descriptor, control);
    }

    @Override
    public LibcameraStatus libcamera() {
        return system.libcamera();
    }

    @Override
    public void close() {
        close(CLOSE_LIMIT);
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            // The JVM is ending already; the hook finds the manager closed.
        }
    }

    private void close(Duration limit) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        events.close();
        controls.values().forEach(CameraControl::close);
        if (awaitControls(System.nanoTime() + limit.toNanos())) {
            system.close();
        } // else a camera hangs in its driver: stopping the system under it could take the process down
    }

    /** An interrupt does not shorten the wait: what is not released now stays taken as long as the process lives. */
    private boolean awaitControls(long deadline) {
        boolean interrupted = false;
        boolean ended = true;
        for (CameraControl control : controls.values()) {
            for (boolean asked = false; !asked; ) {
                try {
                    ended &= control.awaitEnd(deadline - System.nanoTime());
                    asked = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return ended;
    }
}
