package io.github.reactorlibcamera;

import java.util.List;
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
    private final List<FrameBuffer> buffers;

    private StreamSpec(
            StreamRole role,
            @Nullable Size size,
            @Nullable PixelFormat pixelFormat,
            @Nullable ColorSpace colorSpace,
            List<FrameBuffer> buffers) {
        this.role = role;
        this.size = size;
        this.pixelFormat = pixelFormat;
        this.colorSpace = colorSpace;
        this.buffers = buffers;
    }

    /**
     * {@return the camera's defaults for a role}
     *
     * @param role what the stream is for
     */
    public static StreamSpec of(StreamRole role) {
        return new StreamSpec(Objects.requireNonNull(role, "role"), null, null, null, List.of());
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
        return new StreamSpec(role, Objects.requireNonNull(wanted, "size"), pixelFormat, colorSpace, buffers);
    }

    /**
     * Asks for a pixel format.
     *
     * @param wanted the format
     * @return a changed copy
     */
    public StreamSpec pixelFormat(PixelFormat wanted) {
        return new StreamSpec(role, size, Objects.requireNonNull(wanted, "pixelFormat"), colorSpace, buffers);
    }

    /**
     * Asks for a colour space.
     *
     * @param wanted the colour space
     * @return a changed copy
     */
    public StreamSpec colorSpace(ColorSpace wanted) {
        return new StreamSpec(role, size, pixelFormat, Objects.requireNonNull(wanted, "colorSpace"), buffers);
    }

    /**
     * Gives the stream's buffers, which the camera captures into instead of its own memory. A camera that wants fewer leaves the last
     * ones out.
     *
     * @param given 1 to {@value CaptureSpec#MAXIMUM_BUFFERS}, with as many planes as the pixel format has
     * @return a changed copy
     * @throws IllegalArgumentException if there are none or too many, or they have not all as many planes
     */
    public StreamSpec buffers(List<FrameBuffer> given) {
        List<FrameBuffer> all = List.copyOf(given);
        if (all.isEmpty() || all.size() > CaptureSpec.MAXIMUM_BUFFERS) {
            throw new IllegalArgumentException(
                    "there are 1 to " + CaptureSpec.MAXIMUM_BUFFERS + " buffers, not " + all.size());
        }
        int planes = all.get(0).planes().size();
        if (all.stream().anyMatch(buffer -> buffer.planes().size() != planes)) {
            throw new IllegalArgumentException("all buffers of a stream have as many planes");
        }
        return new StreamSpec(role, size, pixelFormat, colorSpace, all);
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

    /** {@return the buffers given, empty if the camera's memory is used} */
    public List<FrameBuffer> buffers() {
        return buffers;
    }

    @Override
    public String toString() {
        return role + " " + (size == null ? "any size" : size) + " "
                + (pixelFormat == null ? "any format" : pixelFormat)
                + (colorSpace == null ? "" : " " + colorSpace);
    }
}
