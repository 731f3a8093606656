package io.github.reactorlibcamera.jpeg;

import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.PixelFormat;
import java.util.List;

/**
 * Turns frames into JPEGs. Thread-safe: frames may be encoded at the same time. Needs no close; what it holds natively goes with
 * it.
 */
public interface JpegEncoder {
    /**
     * What {@link #encode} takes, what costs least first. {@code RGB888} is, as everywhere in libcamera, the bytes B, G, R. Bayer
     * formats, as raw streams have them, are not among them: they want a demosaic first, which libcamera or the sensor's ISP does.
     */
    List<PixelFormat> PIXEL_FORMATS = List.of(
            PixelFormat.MJPEG,
            PixelFormat.YUV420,
            PixelFormat.NV12,
            PixelFormat.YUYV,
            PixelFormat.RGB888,
            PixelFormat.BGR888,
            PixelFormat.XRGB8888,
            PixelFormat.R8);

    /**
     * Loads the system's libturbojpeg, the fastest there is; where it is not installed, takes the JDK's ImageIO.
     *
     * @return an encoder
     */
    static JpegEncoder create() {
        try {
            return new TurboJpegEncoder();
        } catch (LinkageError e) {
            return imageIo();
        }
    }

    /**
     * Takes the JDK's ImageIO, which is several times slower.
     *
     * @return an encoder
     */
    static JpegEncoder imageIo() {
        return new ImageIoEncoder();
    }

    /**
     * Makes a JPEG of a frame. Blocks for as long as the work takes, some milliseconds. Frames are read where they are, and copied
     * no further than a smaller size, another subsampling or the JPEG library requires: RGB, gray and planar ones not at all.
     *
     * <p>An MJPEG frame at full width is passed through as it is, whatever the options; only the Huffman tables are added that
     * most webcams leave out and some readers need. At a smaller width it is decoded and encoded anew.
     *
     * @param frame the frame, open; it stays the caller's to close
     * @param options what the JPEG is to be like
     * @return a JPEG, the caller's
     * @throws IllegalArgumentException if the width is larger than the frame's, or the pixel format is not in {@link #PIXEL_FORMATS}
     * @throws IllegalStateException if the frame is closed
     * @throws JpegException if the frame is too short or damaged
     */
    byte[] encode(Frame frame, JpegOptions options);

    /** {@return what does the work, {@code "libjpeg-turbo"} or {@code "ImageIO"}} */
    String name();
}
