package io.github.reactorlibcamera;

import io.github.reactorlibcamera.engine.CaptureEngine;
import io.github.reactorlibcamera.spi.CameraBackend;
import java.util.List;
import java.util.ServiceLoader;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The way to the cameras ({@code libcamera::CameraManager}). Thread-safe. Any number may be open; they share libcamera's one.
 *
 * <p>{@link #create()} and {@link #close()} block; nothing else does.
 *
 * <p>What libcamera logs goes to Reactor's loggers, by default warnings and errors: see {@link LibcameraLog}.
 */
public interface CameraManager extends AutoCloseable {
    /**
     * Starts the camera system found on the class path: the artifact {@code reactor-libcamera}, which has libcamera's cameras
     * and the simulated ones. Blocks while libcamera looks for cameras.
     *
     * @return a running manager, to be closed
     * @throws NativeLibraryException if there is none, or its native library cannot be loaded
     */
    static CameraManager create() {
        return create(ServiceLoader.load(CameraBackend.class)
                .findFirst()
                .orElseThrow(() -> new NativeLibraryException("no camera backend on the class path: add the dependency"
                        + " io.github.reactorlibcamera:reactor-libcamera, which brings one")));
    }

    /**
     * Starts a camera system of one's own.
     *
     * @param backend the system
     * @return a running manager, to be closed
     */
    static CameraManager create(CameraBackend backend) {
        return CaptureEngine.start(backend);
    }

    /** {@return the cameras there are now, libcamera's first, then the simulated ones} */
    List<Camera> cameras();

    /**
     * Looks a camera up.
     *
     * @param id as {@link Camera#id()} gives it; a simulated camera's may carry options, as in {@code simulated:bars?fps=120} or
     *     {@code simulated:bars?unpaced}, and a number, as in {@code simulated:bars:1}, for more of them than are listed
     * @return the camera
     * @throws CameraNotFoundException if there is none; the message lists those there are
     */
    Camera camera(String id);

    /**
     * Tells of cameras that come and go from the subscription on: {@link #cameras()} has those that are there, and asked after
     * subscribing leaves no gap. Any number of subscribers. A pulled camera ends its streams with a
     * {@link CameraDisconnectedException} besides.
     *
     * @return events, on Reactor's bounded elastic scheduler; completes when the manager is closed, and fails, as
     *     {@link reactor.core.Exceptions#isOverflow(Throwable)} tells, for a subscriber that lets 256 of them wait
     */
    Flux<CameraEvent> events();

    /**
     * Waits for a camera, if it is not there already. So a stream goes on with the same camera when it is plugged in again:
     *
     * <pre>{@code
     * camera.frames(spec, mapper)
     *         .retryWhen(Retry.from(failures -> failures.concatMap(
     *                 failed -> failed.failure() instanceof CameraException gone && gone.errno() == 19 // ENODEV
     *                         ? manager.whenPresent(camera.id())
     *                         : Mono.error(failed.failure()))))
     * }</pre>
     *
     * @param id as for {@link #camera(String)}
     * @return the camera once it is there, on Reactor's bounded elastic scheduler; fails with a
     *     {@link CameraManagerClosedException} if
     *     the manager is closed before
     */
    Mono<Camera> whenPresent(String id);

    /** {@return how it went with libcamera itself; the simulated cameras work without it} */
    LibcameraStatus libcamera();

    /** Ends all sessions with an error, waits until their cameras are released, 5 s at most, and stops the system. Idempotent. */
    @Override
    void close();
}
