package io.github.reactorlibcamera.springboot;

import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which cameras, and how they capture. A value that cannot be fails the start with a sentence that says what can.
 *
 * @param enabled Whether there are cameras in the application at all.
 * @param camera Id of the only camera to show, as "simulated:bars"; all cameras where it is not set.
 * @param capture How cameras capture.
 */
@ConfigurationProperties("libcamera")
public record LibcameraProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String camera,
        @DefaultValue Capture capture) {
    /** @throws IllegalArgumentException if a value cannot be */
    public LibcameraProperties {
        if (camera != null && camera.isBlank()) {
            throw new IllegalArgumentException(
                    "libcamera.camera is a camera's id, as simulated:bars, and left out for all cameras; it is empty");
        }
    }

    /**
     * How cameras capture.
     *
     * @param size Size of the pictures, as 1280x720; a camera that has not got it takes the nearest.
     * @param frameRate Frames per second, more than 0 and at most 10000; the camera's own rate where it is not set.
     * @param buffers Number of buffers, 1 to 64; as many as the camera likes where it is not set.
     * @param pixelFormat Name of the pixel format, as NV12; what costs least to turn into a JPEG where it is not set.
     * @param policy What becomes of frames that nobody asked for.
     */
    public record Capture(
            @DefaultValue("1280x720") Size size,
            @Nullable Double frameRate,
            @Nullable Integer buffers,
            @Nullable PixelFormat pixelFormat,
            @DefaultValue("LATEST") CapturePolicy policy) {
        /** @throws IllegalArgumentException if a value cannot be, or not with another */
        public Capture {
            try {
                spec(size, frameRate, buffers, pixelFormat, policy);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("libcamera.capture: " + e.getMessage(), e);
            }
        }

        /** {@return what to capture: these wishes, met as closely as the camera can} */
        public CaptureSpec spec() {
            return spec(size, frameRate, buffers, pixelFormat, policy);
        }

        private static CaptureSpec spec(
                Size size,
                @Nullable Double frameRate,
                @Nullable Integer buffers,
                @Nullable PixelFormat pixelFormat,
                CapturePolicy policy) {
            CaptureSpec spec =
                    CaptureSpec.viewfinder().size(size).policy(policy).acceptAdjusted();
            spec = frameRate == null ? spec : spec.frameRate(frameRate);
            spec = buffers == null ? spec : spec.bufferCount(buffers);
            return pixelFormat == null ? spec : spec.pixelFormat(pixelFormat);
        }
    }
}
