package io.github.reactorlibcamera;

import org.jspecify.annotations.Nullable;

/**
 * One stream as it is configured ({@code libcamera::StreamConfiguration}).
 *
 * @param role what it is for
 * @param pixelFormat layout of its frames
 * @param size of its frames
 * @param stride bytes per line of plane 0, 0 for compressed formats
 * @param frameSize bytes of one frame at most
 * @param colorSpace of its frames, null if the camera does not tell
 */
public record StreamConfiguration(
        StreamRole role,
        PixelFormat pixelFormat,
        Size size,
        int stride,
        int frameSize,
        @Nullable ColorSpace colorSpace) {
    /**
     * A stream whose colour space is not told.
     *
     * @param role what it is for
     * @param pixelFormat layout of its frames
     * @param size of its frames
     * @param stride bytes per line of plane 0, 0 for compressed formats
     * @param frameSize bytes of one frame at most
     */
    public StreamConfiguration(StreamRole role, PixelFormat pixelFormat, Size size, int stride, int frameSize) {
        this(role, pixelFormat, size, stride, frameSize, null);
    }
}
