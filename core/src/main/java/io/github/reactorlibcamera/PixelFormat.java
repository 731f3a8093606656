package io.github.reactorlibcamera;

import java.util.Objects;

/**
 * The layout of pixels in memory, by libcamera's name ({@code libcamera::PixelFormat::toString()}).
 *
 * <p>The names are those of DRM, so {@code RGB888} is stored as the bytes B, G, R.
 *
 * @param name libcamera's name, as in {@code "NV12"}
 */
public record PixelFormat(String name) {
    /** A plane of luma, then a plane of interleaved chroma at half the width and height. */
    public static final PixelFormat NV12 = new PixelFormat("NV12");

    /** Three planes: luma, then Cb and Cr at half the width and height. */
    public static final PixelFormat YUV420 = new PixelFormat("YUV420");

    /** Packed 4:2:2: Y0 Cb Y1 Cr. */
    public static final PixelFormat YUYV = new PixelFormat("YUYV");

    /** Three bytes per pixel: B, G, R. */
    public static final PixelFormat RGB888 = new PixelFormat("RGB888");

    /** Three bytes per pixel: R, G, B. */
    public static final PixelFormat BGR888 = new PixelFormat("BGR888");

    /** Four bytes per pixel: B, G, R and one without meaning. */
    public static final PixelFormat XRGB8888 = new PixelFormat("XRGB8888");

    /** Gray, one byte per pixel. */
    public static final PixelFormat R8 = new PixelFormat("R8");

    /** As a sensor gives it, one byte per pixel: lines of R, G, R, G and of G, B, G, B in turn. */
    public static final PixelFormat SRGGB8 = new PixelFormat("SRGGB8");

    /** A JPEG picture per frame, of varying length. */
    public static final PixelFormat MJPEG = new PixelFormat("MJPEG");

    /** @throws IllegalArgumentException if the name is not 1 to 31 printable ASCII characters */
    public PixelFormat {
        Objects.requireNonNull(name, "name");
        if (!name.matches("[!-~]{1,31}")) {
            throw new IllegalArgumentException(
                    "a pixel format is one of libcamera's names, as \"NV12\", not \"" + name + "\"");
        }
    }

    /** {@return true if a frame is a compressed picture, whose planes have no stride} */
    public boolean isCompressed() {
        return name.equals("MJPEG");
    }

    @Override
    public String toString() {
        return name;
    }
}
