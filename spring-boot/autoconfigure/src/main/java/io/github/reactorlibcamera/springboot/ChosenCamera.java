package io.github.reactorlibcamera.springboot;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraConfiguration;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CameraNotFoundException;
import io.github.reactorlibcamera.CaptureSession;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.CaptureStatistics;
import io.github.reactorlibcamera.CompletedRequest;
import io.github.reactorlibcamera.ControlInfo;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.StreamFormat;
import io.github.reactorlibcamera.StreamRole;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The camera that the properties name, or else the first there is, looked up when it is first needed: it can be injected while it is
 * not plugged in yet. Thread-safe.
 *
 * <p>What returns a {@link Flux} or {@link Mono} never blocks, and fails with a {@link CameraNotFoundException} while there is no
 * such camera. What returns a value throws that, and may block as {@link DeferredCameraManager#camera(String)} does.
 */
final class ChosenCamera implements Camera {
    private static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);

    private final CameraManager manager;
    private final @Nullable String id;

    /** Once it was found; by whoever finds it. A race finds the same camera twice, and both finds will do. */
    private volatile @Nullable Camera known;

    /** @param id null for the first there is */
    ChosenCamera(CameraManager manager, @Nullable String id) {
        this.manager = manager;
        this.id = id;
    }

    private Camera camera() {
        Camera found = known;
        return found == null ? lookUp(manager) : found;
    }

    private Camera lookUp(CameraManager cameras) {
        Camera found = known;
        if (found == null) {
            found = id != null
                    ? cameras.camera(id)
                    : cameras.cameras().stream()
                            .findFirst()
                            .orElseThrow(() -> new CameraNotFoundException("there is no camera", null, 0));
            known = found;
        }
        return found;
    }

    private Mono<Camera> later() {
        return DeferredCameraManager.ready(manager).map(this::lookUp);
    }

    @Override
    public String id() {
        return id == null ? camera().id() : id;
    }

    @Override
    public String model() {
        return camera().model();
    }

    @Override
    public Location location() {
        return camera().location();
    }

    @Override
    public boolean isSimulated() {
        return camera().isSimulated();
    }

    @Override
    public Mono<List<StreamFormat>> formats(StreamRole role) {
        return later().flatMap(camera -> camera.formats(role));
    }

    @Override
    public Mono<List<ControlInfo>> controls() {
        return later().flatMap(Camera::controls);
    }

    @Override
    public Mono<ControlList> properties() {
        return later().flatMap(Camera::properties);
    }

    @Override
    public Mono<CameraConfiguration> validate(CaptureSpec spec) {
        return later().flatMap(camera -> camera.validate(spec));
    }

    @Override
    public Flux<Frame> frames(CaptureSpec spec) {
        return later().flatMapMany(camera -> camera.frames(spec));
    }

    @Override
    public Flux<Frame> sharedFrames(CaptureSpec spec) {
        return later().map(camera -> camera.sharedFrames(spec))
                // They share who subscribe to the same publisher; a failure is tried again by the next.
                .cache(any -> FOR_EVER, error -> Duration.ZERO, () -> Duration.ZERO)
                .flatMapMany(frames -> frames);
    }

    @Override
    public Flux<CompletedRequest> requests(CaptureSpec spec) {
        return later().flatMapMany(camera -> camera.requests(spec));
    }

    @Override
    public Flux<CompletedRequest> requests(CaptureSpec spec, Publisher<ControlList> settings) {
        return later().flatMapMany(camera -> camera.requests(spec, settings));
    }

    @Override
    public <T> Flux<T> withSession(
            CaptureSpec spec, Function<? super CaptureSession, ? extends Publisher<? extends T>> use) {
        return later().flatMapMany(camera -> camera.withSession(spec, use));
    }

    @Override
    public Mono<CaptureSession> open(CaptureSpec spec) {
        return later().flatMap(camera -> camera.open(spec));
    }

    @Override
    public CaptureStatistics statistics() {
        return camera().statistics();
    }

    @Override
    public String toString() {
        return "Camera(" + (id == null ? "the first there is" : id) + ")";
    }
}
