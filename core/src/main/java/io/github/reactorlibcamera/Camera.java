package io.github.reactorlibcamera;

import java.util.List;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A camera. Thread-safe.
 *
 * <p>Everything it returns is cold and lazy: subscribing acquires, configures and starts the camera, the end of the subscription
 * stops and releases it. Subscribe, request and cancel never block. {@code onError} comes after the camera is released, and a
 * new subscription waits for one that is still closing.
 */
public interface Camera {
    /** Where a camera sits ({@code libcamera::properties::Location}). */
    enum Location {
        /** Not told. */
        UNKNOWN,
        /** On the side of the screen. */
        FRONT,
        /** On the side away from the user. */
        BACK,
        /** Not fixed to the machine. */
        EXTERNAL
    }

    /** {@return libcamera's id, unique and stable, with slashes, colons and backslashes} ({@code libcamera::Camera::id()}) */
    String id();

    /** {@return what people call it} ({@code libcamera::properties::Model}) */
    String model();

    /** {@return where it sits} */
    Location location();

    /** {@return true if it is a simulated one} */
    boolean isSimulated();

    /**
     * The formats and sizes it offers ({@code libcamera::StreamFormats}).
     *
     * @param role what the stream is for
     * @return the formats in the camera's order; fails with a {@link CameraException}
     */
    Mono<List<StreamFormat>> formats(StreamRole role);

    /**
     * The controls that requests to it can set, with their limits ({@code libcamera::Camera::controls()}). Limits may be others
     * once the camera is configured: {@link CaptureSession#controls()} has those.
     *
     * @return the controls, by name; fails with a {@link CameraException}
     */
    Mono<List<ControlInfo>> controls();

    /**
     * What is known of the camera, as its model and the size of its sensor ({@code libcamera::Camera::properties()}). See {@link
     * CameraProperties}.
     *
     * @return the properties; fails with a {@link CameraException}
     */
    Mono<ControlList> properties();

    /**
     * Tells what a spec would become, without changing the camera ({@code libcamera::CameraConfiguration::validate()}).
     *
     * @param spec what to capture
     * @return the configuration, with what the camera would adjust; fails with {@link ConfigurationRejectedException}
     */
    Mono<CameraConfiguration> validate(CaptureSpec spec);

    /**
     * Captures frames, one subscriber at a time. Each frame must be closed. End a chain of operators with
     * {@code .doOnDiscard(Frame.class, Frame::close)}, and give {@code publishOn} a prefetch below the number of buffers.
     *
     * @param spec what to capture, of one stream
     * @return frames, on the session's worker; fails with a {@link CameraException}, {@link CameraBusyException} if it is in use
     * @throws IllegalArgumentException if the spec has several streams: those are for {@link #requests(CaptureSpec)}
     */
    Flux<Frame> frames(CaptureSpec spec);

    /**
     * Captures frames, turns each into something else and closes it, on the session's worker. Nothing can leak.
     *
     * @param <T> what a frame becomes
     * @param spec what to capture
     * @param mapper called with the open frame; must not keep it
     * @return what the mapper returned; fails as {@link #frames(CaptureSpec)} does, or with what the mapper throws
     */
    default <T> Flux<T> frames(CaptureSpec spec, Function<? super Frame, ? extends T> mapper) {
        return frames(spec).map(frame -> {
            try (frame) {
                return mapper.apply(frame);
            }
        });
    }

    /**
     * Captures frames for several subscribers at once, with one session, which begins with the first subscriber and ends with the
     * last. Each gets handles of its own, to be closed by itself. A frame goes to those who have demand when it comes; who has none
     * misses it, and holds up nobody.
     *
     * @param spec what to capture, of one stream; its policy is {@link CapturePolicy#LATEST} whatever it says
     * @return frames, to be kept and subscribed to any number of times; fails as {@link #frames(CaptureSpec)} does
     * @throws IllegalArgumentException if the spec has several streams, fewer than two buffers, or what only
     *     {@link CapturePolicy#DEMAND} can do ({@link CaptureSpec#capturedAfterDemand()}, {@link CaptureSpec#minQueued(int)})
     */
    Flux<Frame> sharedFrames(CaptureSpec spec);

    /**
     * Captures completed requests, one subscriber at a time: a frame of each stream, and metadata. Each must be closed; end a chain of
     * operators with {@code .doOnDiscard(CompletedRequest.class, CompletedRequest::close)}.
     *
     * @param spec what to capture
     * @return completed requests, on the session's worker; fails as {@link #frames(CaptureSpec)} does
     */
    Flux<CompletedRequest> requests(CaptureSpec spec);

    /**
     * Captures one request per element of settings: for bracketing and sweeps. An element is asked for only when there is a free
     * buffer that the policy would queue. A request that fails, or is recycled, takes its settings with it
     * ({@link #statistics()} count it). {@link CaptureSpec#minQueued(int)} queues its surplus without settings and never delivers
     * it.
     *
     * @param spec what to capture
     * @param settings controls of each request
     * @return completed requests in the order of their settings, on the session's worker; completes after the last, fails as
     *     {@link #frames(CaptureSpec)} does, as the settings do, or with {@link IllegalArgumentException} for a control that the
     *     camera does not have, or not with such a value
     */
    Flux<CompletedRequest> requests(CaptureSpec spec, Publisher<ControlList> settings);

    /**
     * Opens a session, lets it be used, and closes it when that ends, in whatever way.
     *
     * @param <T> what comes of it
     * @param spec what to capture
     * @param use called with the open session, on its worker
     * @return what the publisher emits; fails as {@link #open(CaptureSpec)} and the publisher do
     */
    <T> Flux<T> withSession(CaptureSpec spec, Function<? super CaptureSession, ? extends Publisher<? extends T>> use);

    /**
     * Opens a session, for those who must hold it. It must be ended with {@link CaptureSession#closeLater()}; one that nobody can
     * reach any more, nor is subscribed to, is closed when the garbage collector finds it, with a warning. Cancelling ends the
     * opening; a session that is delivered at that moment may be dropped by the operator that was cancelled, and is closed that way.
     *
     * @param spec what to capture
     * @return the session once its camera is started, on its worker; fails as {@link #frames(CaptureSpec)} does
     */
    Mono<CaptureSession> open(CaptureSpec spec);

    /** {@return numbers of the running session, or of the last one} */
    CaptureStatistics statistics();
}
