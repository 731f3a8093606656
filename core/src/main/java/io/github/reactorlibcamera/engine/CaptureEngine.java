package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraManager;
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

/** A camera system in use: its cameras, each once, and their control threads. Thread-safe. */
public final class CaptureEngine implements CameraManager {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(2);

    private final CameraSystem system;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** By the id that they were asked for with, options included. */
    private final Map<String, EngineCamera> cameras = new ConcurrentHashMap<>();

    /** By the camera's own id: handles with different options are the same camera. */
    private final Map<String, ControlThread> controls = new ConcurrentHashMap<>();

    /** Stops cameras when the JVM ends. It waits for the control threads only, so an onNext may call System.exit. */
    private final Thread shutdownHook = new Thread(() -> close(SHUTDOWN_LIMIT), "camera-shutdown");

    private CaptureEngine(CameraSystem system) {
        this.system = system;
    }

    /**
     * Starts a system.
     *
     * @param backend of the system
     * @return its manager
     */
    public static CameraManager start(CameraBackend backend) {
        CaptureEngine engine = new CaptureEngine(backend.start());
        Runtime.getRuntime().addShutdownHook(engine.shutdownHook);
        return engine;
    }

    @Override
    public List<Camera> cameras() {
        return system.cameras().stream()
                .<Camera>map(descriptor -> engineCamera(descriptor.id(), descriptor))
                .toList();
    }

    @Override
    public Camera camera(String id) {
        Objects.requireNonNull(id, "id");
        EngineCamera known = cameras.get(id);
        if (known != null && !closed.get()) {
            return known;
        }
        try (BackendCamera camera = system.open(id)) {
            return engineCamera(id, camera.descriptor());
        }
    }

    private EngineCamera engineCamera(String openId, CameraDescriptor descriptor) {
        return cameras.computeIfAbsent(
                openId,
                id -> new EngineCamera(
                        system, id, descriptor, controls.computeIfAbsent(descriptor.id(), ControlThread::new)));
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
        long deadline = System.nanoTime() + limit.toNanos();
        cameras.values().forEach(camera -> camera.onControlThread(camera::close));
        controls.values().forEach(ControlThread::shutdown);
        try {
            for (ControlThread control : controls.values()) {
                if (!control.awaitEnd(deadline - System.nanoTime())) {
                    return; // a camera hangs in its driver: stopping the system under it could take the process down
                }
            }
            system.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
