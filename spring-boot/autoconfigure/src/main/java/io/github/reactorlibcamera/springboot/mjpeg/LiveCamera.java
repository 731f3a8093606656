package io.github.reactorlibcamera.springboot.mjpeg;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraDisconnectedException;
import io.github.reactorlibcamera.CameraEvent;
import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureStatistics;
import io.github.reactorlibcamera.StreamConfiguration;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A camera as its viewers share it. The first one starts it, the last one to leave stops it, at once or a linger later. Thread-safe. */
public final class LiveCamera {
    private static final Logger log = LoggerFactory.getLogger(LiveCamera.class);

    private final Camera camera;
    private final String key;
    private final MjpegProperties properties;
    private final CapturePolicy policy;
    private final Renditions renditions = new Renditions();
    private final CameraControls controls;
    private final Consumer<CameraChange> told;
    private final LiveCapture capture;
    /** Parts given to the network and not yet taken; written by its threads, read for the statistics. */
    private final AtomicInteger unsent = new AtomicInteger();

    /** False while it is unplugged, and how often it was plugged in; written by the directory, read by everybody. */
    private volatile boolean present = true;

    private final AtomicInteger arrivals = new AtomicInteger();

    /** @param told is told when it comes, goes, starts and stops; must not block */
    LiveCamera(Camera camera, CameraManager manager, LiveSettings settings, Consumer<CameraChange> told) {
        this.camera = camera;
        this.key = CameraKey.of(camera);
        this.properties = settings.mjpeg();
        this.policy = settings.spec().policy();
        this.controls = new CameraControls(camera);
        this.told = told;
        this.capture = new LiveCapture(
                camera,
                key,
                settings,
                renditions,
                controls,
                Mono.defer(() -> manager.whenPresent(camera.id())),
                this::tell);
    }

    private void tell(CameraChange.State state) {
        told.accept(CameraChange.of(this, state));
    }

    /** {@return the camera itself} */
    public Camera camera() {
        return camera;
    }

    /** {@return its name in URLs, as {@link CameraKey} makes it} */
    public String key() {
        return key;
    }

    /** {@return false while it is unplugged} */
    public boolean isPresent() {
        return present;
    }

    /** {@return how often it was plugged in since it was first seen} */
    public int arrivals() {
        return arrivals.get();
    }

    /** It was unplugged, or plugged in. */
    void changed(CameraEvent.Type type) {
        present = type == CameraEvent.Type.ADDED;
        if (present) {
            arrivals.incrementAndGet();
        }
        log.info("{} is {}", key, present ? "plugged in" : "unplugged");
        tell(present ? CameraChange.State.ADDED : CameraChange.State.REMOVED);
    }

    /** {@return true while it captures} */
    public boolean isRunning() {
        return camera.statistics().running();
    }

    CameraControls controls() {
        return controls;
    }

    /** {@return what the camera told of a recent frame, by name} */
    Map<String, Object> metadata() {
        return controls.metadata().asMap();
    }

    AtomicInteger unsent() {
        return unsent;
    }

    /**
     * {@return the next picture, at full width, for which the camera is started if nobody views it} Fails with a
     * {@link CameraException}, or a {@link java.util.concurrent.TimeoutException} if there is none in time.
     */
    public Mono<Picture> picture() {
        return stream().flatMap(stream -> snapshot(new Rendition(stream.size().width(), properties.quality())));
    }

    /** {@return the stream that the camera is, or would be, configured to} */
    Mono<StreamConfiguration> stream() {
        return capture.stream();
    }

    /**
     * {@return the pictures of a rendition as they are taken; a subscriber that does not keep up must drop} Fails with a
     * {@link CameraException}, a {@link TooManyRenditionsException}, or a {@link java.util.concurrent.TimeoutException} if there
     * is none in time.
     */
    Flux<Picture> pictures(Rendition rendition) {
        return pictures(rendition, properties.firstPictureTimeout());
    }

    /** {@return a picture from the camera, as new as the properties ask for} Fails as {@link #pictures} does, and while it is gone. */
    Mono<Picture> snapshot(Rendition rendition) {
        return Mono.defer(() -> {
            EncodedFrame recent = capture.recent();
            Picture taken = recent == null ? null : recent.picture(rendition);
            return taken == null ? next(rendition) : Mono.just(taken);
        });
    }

    private Mono<Picture> next(Rendition rendition) {
        return pictures(rendition, properties.snapshot().timeout())
                .filter(picture -> picture.kind() != Picture.Kind.REPEATED)
                .next()
                .flatMap(picture -> picture.kind() == Picture.Kind.OFFLINE
                        ? Mono.error(new CameraDisconnectedException("camera " + key + " is unplugged", camera.id(), 0))
                        : Mono.just(picture));
    }

    private Flux<Picture> pictures(Rendition rendition, Duration first) {
        return Flux.using(
                        () -> renditions.enter(rendition),
                        entered -> capture.frames().<Picture>mapNotNull(frame -> frame.picture(entered)),
                        renditions::leave)
                .timeout(Mono.delay(first));
    }

    /** {@return numbers for people and machines} */
    Mono<CameraStats> stats() {
        return stream().map(stream -> {
            CaptureStatistics session = camera.statistics();
            double fps = session.running() ? capture.fps() : 0;
            double latencyMillis = session.running() ? capture.latencyMillis() : 0;
            return CameraStats.of(
                    stream, policy, session, fps, latencyMillis, renditions, unsent.get(), capture.damaged());
        });
    }
}
