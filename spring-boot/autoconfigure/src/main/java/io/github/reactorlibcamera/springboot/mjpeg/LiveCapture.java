package io.github.reactorlibcamera.springboot.mjpeg;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraBusyException;
import io.github.reactorlibcamera.CameraConfiguration;
import io.github.reactorlibcamera.CameraDisconnectedException;
import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.CameraNotFoundException;
import io.github.reactorlibcamera.CaptureSession;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.Size;
import io.github.reactorlibcamera.StreamConfiguration;
import io.github.reactorlibcamera.jpeg.JpegException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The one capture that all viewers of a camera share. It begins with the first subscriber and ends with the last, or a linger
 * later; in between each frame is encoded once per rendition, on the session's worker, and the camera has its buffer back before the
 * first byte is sent. Thread-safe.
 */
final class LiveCapture {
    private static final Logger log = LoggerFactory.getLogger(LiveCapture.class);
    private static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);
    private static final Duration OFFLINE_PERIOD = Duration.ofSeconds(1);
    /** The error of a session that the manager's end ends. */
    private static final int ESHUTDOWN = 108;

    private static final int EINVAL = 22;

    private final Camera camera;
    private final String key;
    private final LiveSettings settings;
    private final Renditions renditions;
    private final Mono<Camera> back;
    private final CameraControls controls;
    private final Consumer<CameraChange.State> told;
    private final FrameRate frameRate = new FrameRate();
    private final FrameLatency latency = new FrameLatency();
    /** Written by the session's worker, read for the statistics. */
    private final AtomicLong damaged = new AtomicLong();

    /** The last frame that was encoded, if snapshots may want it; written by the session's worker. */
    private volatile @Nullable EncodedFrame last;

    private final Mono<Known> known;
    private final LingeringShare<EncodedFrame> frames;

    /** What was asked of the camera, and what it makes of it. */
    private record Known(CaptureSpec spec, CameraConfiguration configuration) {
        StreamConfiguration stream() {
            return configuration.streams().get(0);
        }
    }

    /**
     * A capture, not begun.
     *
     * @param key its camera's
     * @param renditions that each frame is encoded in
     * @param controls that each session is started with
     * @param back emits once the camera is there
     * @param told is told when a session starts and stops
     */
    LiveCapture(
            Camera camera,
            String key,
            LiveSettings settings,
            Renditions renditions,
            CameraControls controls,
            Mono<Camera> back,
            Consumer<CameraChange.State> told) {
        this.camera = camera;
        this.key = key;
        this.settings = settings;
        this.renditions = renditions;
        this.controls = controls;
        this.back = back;
        this.told = told;
        this.known = FormatChoice.complete(settings.spec(), camera)
                .flatMap(spec -> camera.validate(spec).map(configuration -> new Known(spec, configuration)))
                .onErrorMap(CameraNotFoundException.class, LiveCapture::gone)
                // A failure is tried again by the next who asks.
                .cache(any -> FOR_EVER, error -> Duration.ZERO, () -> Duration.ZERO);
        this.frames = new LingeringShare<>(
                Heartbeat.repeat(
                        known.flatMapMany(this::lasting), settings.mjpeg().heartbeat()),
                settings.mjpeg().linger());
    }

    /** {@return the stream that the camera is, or would be, configured to} */
    Mono<StreamConfiguration> stream() {
        return known.map(Known::stream);
    }

    /** {@return what all share; a subscriber that does not keep up must drop} Fails with a {@link CameraException}. */
    Flux<EncodedFrame> frames() {
        return frames.flux();
    }

    /** {@return a frame from the camera that is not older than snapshots may be} */
    @Nullable
    EncodedFrame recent() {
        EncodedFrame frame = last;
        boolean fresh = frame != null
                && System.nanoTime() - frame.capturedAt()
                        <= settings.mjpeg().snapshot().maxAge().toNanos();
        return fresh ? frame : null;
    }

    /** {@return frames per second of late} */
    double fps() {
        return frameRate.perSecond(System.nanoTime());
    }

    /** {@return the age of pictures when they are ready to be sent, in ms} */
    double latencyMillis() {
        return latency.millis();
    }

    /** {@return frames that no JPEG could be made of so far} */
    long damaged() {
        return damaged.get();
    }

    /** Goes on after a replug, if it is to, with pictures that say so meanwhile; also while another has the camera that is back. */
    private Flux<EncodedFrame> lasting(Known capture) {
        Flux<EncodedFrame> session = session(capture);
        if (!settings.mjpeg().offlinePicture()) {
            return session;
        }
        return Flux.defer(() -> {
            AtomicBoolean offline = new AtomicBoolean();
            return session.doOnNext(frame -> offline.set(false))
                    .onErrorResume(
                            CameraException.class,
                            why -> why instanceof CameraDisconnectedException
                                            || (why instanceof CameraBusyException && offline.get())
                                    ? offline(capture.stream().size()).doOnSubscribe(subscription -> offline.set(true))
                                    : Flux.error(why))
                    .repeat();
        });
    }

    /** At least one picture, so that a camera which is listed and will not open is tried once in a while only. */
    private Flux<EncodedFrame> offline(Size size) {
        Map<Rendition, byte[]> known = new HashMap<>();
        return Flux.interval(Duration.ZERO, OFFLINE_PERIOD, Schedulers.boundedElastic())
                .onBackpressureDrop()
                .map(tick -> {
                    known.keySet().retainAll(renditions.active());
                    renditions
                            .active()
                            .forEach(active ->
                                    known.computeIfAbsent(active, rendition -> OfflinePicture.of(rendition, size)));
                    return EncodedFrame.offline(Map.copyOf(known));
                })
                .takeUntilOther(Mono.delay(OFFLINE_PERIOD).then(back));
    }

    private Flux<EncodedFrame> session(Known capture) {
        StreamConfiguration stream = capture.stream();
        return camera.withSession(capture.spec(), session -> frames(session, capture.spec()))
                .doOnSubscribe(subscription -> {
                    frameRate.reset();
                    latency.reset();
                    renditions.startSession();
                    log.info("{} starts: {} {}", key, stream.size(), stream.pixelFormat());
                })
                .onErrorMap(CameraNotFoundException.class, LiveCapture::gone)
                .doOnError(this::log)
                .doOnCancel(() -> log.info("{} stops: nobody views it", key));
    }

    /** A camera that gives more frames than it was asked for, as some webcams do, has the others closed unseen. */
    private Flux<EncodedFrame> frames(CaptureSession session, CaptureSpec spec) {
        Settling settling = new Settling(
                camera.isSimulated() ? Duration.ZERO : settings.mjpeg().settle());
        Duration period = spec.frameDuration();
        FrameRateLimit limit = period.isZero() ? null : new FrameRateLimit(1e9 / period.toNanos());
        controls.opened(session);
        told.accept(CameraChange.State.STARTED);
        return session.requests()
                .<EncodedFrame>mapNotNull(request -> {
                    try (request) {
                        Frame frame = request.frame();
                        long taken = frame.timestamp() == 0 ? frame.completedAt() : frame.timestamp();
                        return limit == null || limit.isDue(taken) ? encode(frame, settling) : null;
                    }
                })
                .doFinally(end -> {
                    if (controls.closed(session)) {
                        told.accept(CameraChange.State.STOPPED);
                    }
                });
    }

    /** What was listed once is not unknown. */
    static CameraDisconnectedException gone(CameraNotFoundException error) {
        return new CameraDisconnectedException(String.valueOf(error.getMessage()), error.cameraId(), error.errno());
    }

    private void log(Throwable error) {
        boolean closed = error instanceof CameraException shut && shut.errno() == ESHUTDOWN;
        log.atLevel(closed ? Level.DEBUG : Level.WARN).log("{} fails: {}", key, error.getMessage());
    }

    private EncodedFrame encode(Frame frame, Settling settling) {
        frameRate.frame(frame.completedAt());
        controls.see(frame);
        Map<Rendition, byte[]> jpegs = new HashMap<>();
        if (settling.isSettled(frame.completedAt(), frame::metadata)) {
            renditions.active().forEach(rendition -> encode(frame, rendition, jpegs));
        }
        EncodedFrame encoded = EncodedFrame.of(frame, jpegs);
        latency.frame(System.nanoTime() - encoded.capturedAt());
        if (!jpegs.isEmpty()) {
            last = settings.mjpeg().snapshot().maxAge().isZero() ? null : encoded;
        }
        return encoded;
    }

    private void encode(Frame frame, Rendition rendition, Map<Rendition, byte[]> jpegs) {
        try {
            jpegs.put(
                    rendition,
                    settings.encoder()
                            .encode(frame, rendition.options(settings.mjpeg().subsampling())));
            renditions.encoded(rendition);
        } catch (JpegException e) {
            // Webcams send a damaged picture now and then, the first one above all; the next will do.
            if (damaged.getAndIncrement() == 0) {
                log.warn("{}: {}", key, e.getMessage());
            }
        } catch (IllegalArgumentException e) {
            // Of a format that was asked for, and that no other frame will be better in.
            throw new CameraException(String.valueOf(e.getMessage()), camera.id(), EINVAL);
        }
    }
}
