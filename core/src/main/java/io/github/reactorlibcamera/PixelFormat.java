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

    /** Packed 4:2:2: Y0 Cb Y1 Cr. */
    public static final PixelFormat YUYV = new PixelFormat("YUYV");

    /** Three bytes per pixel: B, G, R. */
    public static final PixelFormat RGB888 = new PixelFormat("RGB888");

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
