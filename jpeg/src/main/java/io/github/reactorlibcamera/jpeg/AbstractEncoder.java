package io.github.reactorlibcamera.jpeg;

import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.Size;

/** What all encoders have in common: the checks, and MJPEG passed through. */
abstract class AbstractEncoder implements JpegEncoder {
    /**
     * {@return a JPEG of a picture}
     *
     * @param picture at any size
     * @param size of the JPEG, not larger than the picture
     * @param quality 1 to 100
     */
    abstract byte[] compress(Picture picture, Size size, int quality);

    /**
     * {@return a smaller JPEG of a JPEG}
     *
     * @param jpeg with its Huffman tables
     * @param size of the JPEG returned, not larger
     * @param quality 1 to 100
     */
    abstract byte[] recompress(CompleteJpeg jpeg, Size size, int quality);

    @Override
    public final byte[] encode(Frame frame, int width, int quality) {
        Size full = frame.stream().size();
        PixelFormat format = frame.stream().pixelFormat();
        if (!PIXEL_FORMATS.contains(format)) {
            throw new IllegalArgumentException(
                    "a JPEG can be made of the pixel formats " + PIXEL_FORMATS + ", not of " + format);
        }
        if (width < 0 || width > full.width()) {
            throw new IllegalArgumentException(
                    "the width is 1 to " + full.width() + ", or 0 for the frame's own, not " + width);
        }
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("the quality is 1 to 100, not " + quality);
        }
        boolean whole = width == 0 || width == full.width();
        Size size = whole ? full : new Size(width, evenHeight(full, width));
        if (!format.equals(PixelFormat.MJPEG)) {
            return compress(Picture.of(frame), size, quality);
        }
        CompleteJpeg jpeg = CompleteJpeg.of(frame.plane(0), full);
        return whole ? jpeg.bytes() : recompress(jpeg, size, quality);
    }

    private static int evenHeight(Size full, int width) {
        return Math.max(2, 2 * (int) Math.round(full.height() * (double) width / full.width() / 2));
    }
}
