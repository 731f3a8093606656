package io.github.reactorlibcamera.springboot.mjpeg;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraConfiguration;
import io.github.reactorlibcamera.CameraDisconnectedException;
import io.github.reactorlibcamera.CameraEvent;
import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.CameraNotFoundException;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.CaptureStatistics;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.StreamConfiguration;
import io.github.reactorlibcamera.jpeg.JpegException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A camera as its viewers share it. The first one starts it, the last one to leave stops it; in between each frame is encoded
 * once per rendition, on the session's worker, and the camera has its buffer back before the first byte is sent. Thread-safe.
 */
public final class LiveCamera {
    private static final Logger log = LoggerFactory.getLogger(LiveCamera.class);
    private static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);
    /** The error of a session that the manager's end ends. */
    private static final int ESHUTDOWN = 108;

    private final Camera camera;
    private final String key;
    private final LiveSettings settings;
    private final Renditions renditions = new Renditions();
    private final FrameRate frameRate = new FrameRate();
    /** Parts given to the network and not yet taken; written by its threads, read for the statistics. */
    private final AtomicInteger unsent = new AtomicInteger();
    /** Written by the session's worker, read for the statistics. */
    private final AtomicLong damaged = new AtomicLong();

    /** False while it is unplugged, and how often it was plugged in; written by the directory, read by everybody. */
    private volatile boolean present = true;

    private final AtomicInteger arrivals = new AtomicInteger();

    private final Mono<Capture> capture;
    private final Flux<EncodedFrame> frames;

    /** What was asked of the camera, and what it makes of it. */
    private record Capture(CaptureSpec spec, CameraConfiguration configuration) {}

    LiveCamera(Camera camera, LiveSettings settings) {
        this.camera = camera;
        this.key = CameraKey.of(camera);
        this.settings = settings;
        this.capture = FormatChoice.complete(settings.spec(), camera)
                .flatMap(spec -> camera.validate(spec).map(configuration -> new Capture(spec, configuration)))
                .onErrorMap(CameraNotFoundException.class, LiveCamera::gone)
                // A failure is tried again by the next who asks.
                .cache(any -> FOR_EVER, error -> Duration.ZERO, () -> Duration.ZERO);
        this.frames = capture.flatMapMany(this::capture).publish().refCount();
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
    }

    AtomicInteger unsent() {
        return unsent;
    }

    /**
     * {@return the next picture, at full width, for which the camera is started if nobody views it} Fails with a
     * {@link CameraException}, or a {@link java.util.concurrent.TimeoutException} if there is none in time.
     */
    public Mono<Picture> picture() {
        return stream()
                .flatMap(stream -> pictures(new Rendition(
                                stream.size().width(), settings.mjpeg().quality()))
                        .next());
    }

    /** {@return the stream that the camera is, or would be, configured to} */
    Mono<StreamConfiguration> stream() {
        return capture.map(known -> known.configuration().streams().get(0));
    }

    /**
     * {@return the pictures of a rendition as they are taken; a subscriber that does not keep up must drop} Fails with a
     * {@link CameraException}, a {@link TooManyRenditionsException}, or a {@link java.util.concurrent.TimeoutException} if there
     * is none in time.
     */
    Flux<Picture> pictures(Rendition rendition) {
        return Flux.using(
                        () -> renditions.enter(rendition),
                        entered -> frames.<Picture>mapNotNull(frame -> frame.picture(entered)),
                        renditions::leave)
                .timeout(Mono.delay(settings.mjpeg().firstPictureTimeout()));
    }

    /** {@return numbers for people and machines} */
    Mono<CameraStats> stats() {
        return stream().map(stream -> {
            CaptureStatistics session = camera.statistics();
            double fps = session.running() ? frameRate.perSecond(System.nanoTime()) : 0;
            return CameraStats.of(stream, session, fps, renditions, unsent.get(), damaged.get());
        });
    }

    private Flux<EncodedFrame> capture(Capture known) {
        StreamConfiguration stream = known.configuration().streams().get(0);
        return camera.frames(known.spec(), this::encode)
                .doOnSubscribe(subscription -> {
                    frameRate.reset();
                    renditions.startSession();
                    log.info("{} starts: {} {}", key, stream.size(), stream.pixelFormat());
                })
                .onErrorMap(CameraNotFoundException.class, LiveCamera::gone)
                .doOnError(this::log)
                .doOnCancel(() -> log.info("{} stops: nobody views it", key));
    }

    /** What was listed once is not unknown. */
    private static CameraDisconnectedException gone(CameraNotFoundException error) {
        return new CameraDisconnectedException(String.valueOf(error.getMessage()), error.cameraId(), error.errno());
    }

    private void log(Throwable error) {
        boolean closed = error instanceof CameraException known && known.errno() == ESHUTDOWN;
        log.atLevel(closed ? Level.DEBUG : Level.WARN).log("{} fails: {}", key, error.getMessage());
    }

    private EncodedFrame encode(Frame frame) {
        frameRate.frame(frame.completedAt());
        Map<Rendition, byte[]> jpegs = new HashMap<>();
        for (Rendition rendition : renditions.active()) {
            try {
                jpegs.put(
                        rendition,
                        settings.encoder()
                                .encode(
                                        frame,
                                        rendition.options(settings.mjpeg().subsampling())));
                renditions.encoded(rendition);
            } catch (JpegException e) {
                // Webcams send a damaged picture now and then, the first one above all; the next will do.
                if (damaged.getAndIncrement() == 0) {
                    log.warn("{}: {}", key, e.getMessage());
                }
            }
        }
        return new EncodedFrame(frame.timestamp() == 0 ? frame.completedAt() : frame.timestamp(), jpegs);
    }
}
