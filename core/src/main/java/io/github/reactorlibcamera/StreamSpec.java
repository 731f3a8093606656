package io.github.reactorlibcamera;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one stream of a {@link CaptureSpec} is for, and what is asked of it. Immutable: each method returns a changed copy. What is
 * left out is negotiated with the camera.
 *
 * <pre>{@code
 * CaptureSpec.viewfinder().size(640, 480).and(StreamSpec.stillCapture().size(1920, 1080))
 * }</pre>
 */
public final class StreamSpec {
    private final StreamRole role;
    private final @Nullable Size size;
    private final @Nullable PixelFormat pixelFormat;
    private final @Nullable ColorSpace colorSpace;

    private StreamSpec(
            StreamRole role,
            @Nullable Size size,
            @Nullable PixelFormat pixelFormat,
            @Nullable ColorSpace colorSpace) {
        this.role = role;
        this.size = size;
        this.pixelFormat = pixelFormat;
        this.colorSpace = colorSpace;
    }

    /**
     * {@return the camera's defaults for a role}
     *
     * @param role what the stream is for
     */
    public static StreamSpec of(StreamRole role) {
        return new StreamSpec(Objects.requireNonNull(role, "role"), null, null, null);
    }

    /** {@return the camera's defaults for pixels as the sensor gives them} */
    public static StreamSpec raw() {
        return of(StreamRole.RAW);
    }

    /** {@return the camera's defaults for single pictures of high quality} */
    public static StreamSpec stillCapture() {
        return of(StreamRole.STILL_CAPTURE);
    }

    /** {@return the camera's defaults for video to be stored} */
    public static StreamSpec videoRecording() {
        return of(StreamRole.VIDEO_RECORDING);
    }

    /** {@return the camera's defaults for video to be looked at} */
    public static StreamSpec viewfinder() {
        return of(StreamRole.VIEWFINDER);
    }

    /**
     * Asks for a size.
     *
     * @param width in pixels
     * @param height in lines
     * @return a changed copy
     * @throws IllegalArgumentException if a side is not within 1 to {@value Size#MAXIMUM}
     */
    public StreamSpec size(int width, int height) {
        return size(new Size(width, height));
    }

    /**
     * Asks for a size.
     *
     * @param wanted the size
     * @return a changed copy
     */
    public StreamSpec size(Size wanted) {
        return new StreamSpec(role, Objects.requireNonNull(wanted, "size"), pixelFormat, colorSpace);
    }

    /**
     * Asks for a pixel format.
     *
     * @param wanted the format
     * @return a changed copy
     */
    public StreamSpec pixelFormat(PixelFormat wanted) {
        return new StreamSpec(role, size, Objects.requireNonNull(wanted, "pixelFormat"), colorSpace);
    }

    /**
     * Asks for a colour space.
     *
     * @param wanted the colour space
     * @return a changed copy
     */
    public StreamSpec colorSpace(ColorSpace wanted) {
        return new StreamSpec(role, size, pixelFormat, Objects.requireNonNull(wanted, "colorSpace"));
    }

    /** {@return what the stream is for} */
    public StreamRole role() {
        return role;
    }

    /** {@return the size asked for, null for the camera's default} */
    public @Nullable Size size() {
        return size;
    }

    /** {@return the format asked for, null for the camera's default} */
    public @Nullable PixelFormat pixelFormat() {
        return pixelFormat;
    }

    /** {@return the colour space asked for, null for the camera's default} */
    public @Nullable ColorSpace colorSpace() {
        return colorSpace;
    }

    @Override
    public String toString() {
        return role + " " + (size == null ? "any size" : size) + " "
                + (pixelFormat == null ? "any format" : pixelFormat)
                + (colorSpace == null ? "" : " " + colorSpace);
    }
}
