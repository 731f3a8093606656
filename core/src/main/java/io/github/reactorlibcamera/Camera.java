package io.github.reactorlibcamera;

import java.util.List;
import java.util.function.Function;
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
     * @param spec what to capture
     * @return frames, on the session's worker; fails with a {@link CameraException}, {@link CameraBusyException} if it is in use
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

    /** {@return numbers of the running session, or of the last one} */
    CaptureStatistics statistics();
}
