package io.github.reactorlibcamera.jpeg;

import org.jspecify.annotations.Nullable;

/**
 * What a JPEG is to be like. Immutable.
 *
 * @param quality 1 (smallest) to 100 (best)
 * @param width in pixels, at most the frame's, 0 for the frame's own; the height follows, rounded to an even number
 * @param subsampling of the chroma; null for the frame's own, and for {@link Subsampling#HALF_BOTH_420} where the frame is RGB. A gray
 *     frame becomes a gray JPEG, whatever is asked for
 */
public record JpegOptions(int quality, int width, @Nullable Subsampling subsampling) {
    /** @throws IllegalArgumentException if the quality is out of range, or the width negative */
    public JpegOptions {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("the quality is 1 to 100, not " + quality);
        }
        if (width < 0) {
            throw new IllegalArgumentException("the width is 1 or more, or 0 for the frame's own, not " + width);
        }
    }

    /**
     * Options for a JPEG in the frame's size.
     *
     * @param quality 1 (smallest) to 100 (best)
     * @return them
     * @throws IllegalArgumentException if the quality is out of range
     */
    public static JpegOptions quality(int quality) {
        return new JpegOptions(quality, 0, null);
    }

    /**
     * Asks for a smaller picture.
     *
     * @param pixels the width, at most the frame's, or 0 for the frame's own
     * @return changed options
     * @throws IllegalArgumentException if it is negative
     */
    public JpegOptions scaledToWidth(int pixels) {
        return new JpegOptions(quality, pixels, subsampling);
    }

    /**
     * Asks for another resolution of the chroma than the frame's.
     *
     * @param chroma the resolution; {@link Subsampling#GRAY} for a picture without colours
     * @return changed options
     */
    public JpegOptions withSubsampling(Subsampling chroma) {
        return new JpegOptions(quality, width, chroma);
    }

    /** {@return what the JPEG of a picture gets} */
    Subsampling subsamplingOf(Picture picture) {
        Subsampling own = picture.subsampling();
        if (own == Subsampling.GRAY) {
            return own;
        }
        Subsampling wanted = subsampling;
        if (wanted != null) {
            return wanted;
        }
        return picture.rgb() == null ? own : Subsampling.HALF_BOTH_420;
    }
}
