package io.github.reactorlibcamera;

/**
 * One stream as it is configured ({@code libcamera::StreamConfiguration}).
 *
 * @param role what it is for
 * @param pixelFormat layout of its frames
 * @param size of its frames
 * @param stride bytes per line of plane 0, 0 for compressed formats
 * @param frameSize bytes of one frame at most
 */
public record StreamConfiguration(StreamRole role, PixelFormat pixelFormat, Size size, int stride, int frameSize) {}
