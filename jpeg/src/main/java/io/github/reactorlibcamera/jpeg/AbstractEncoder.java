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
     * @param subsampling of the JPEG; gray if the picture is
     * @param quality 1 to 100
     */
    abstract byte[] compress(Picture picture, Size size, Subsampling subsampling, int quality);

    /**
     * {@return a smaller JPEG of a JPEG}
     *
     * @param jpeg with its Huffman tables
     * @param size of the JPEG returned, not larger
     * @param options its quality and subsampling
     */
    abstract byte[] recompress(CompleteJpeg jpeg, Size size, JpegOptions options);

    @Override
    public final byte[] encode(Frame frame, JpegOptions options) {
        Size full = frame.stream().size();
        int width = options.width();
        if (width > full.width()) {
            throw new IllegalArgumentException(
                    "the width is 1 to " + full.width() + ", or 0 for the frame's own, not " + width);
        }
        boolean whole = width == 0 || width == full.width();
        Size size = whole ? full : new Size(width, evenHeight(full, width));
        PixelFormat format = frame.stream().pixelFormat();
        if (format.equals(PixelFormat.MJPEG)) {
            CompleteJpeg jpeg = CompleteJpeg.of(frame.plane(0), full);
            return whole ? jpeg.bytes() : recompress(jpeg, size, options);
        }
        Picture picture = Picture.of(frame);
        if (picture == null) {
            throw new IllegalArgumentException(
                    "a JPEG can be made of the pixel formats " + PIXEL_FORMATS + ", not of " + format);
        }
        return compress(picture, size, options.subsamplingOf(picture), options.quality());
    }

    private static int evenHeight(Size full, int width) {
        return Math.max(2, 2 * (int) Math.round(full.height() * (double) width / full.width() / 2));
    }
}
