package io.github.reactorlibcamera;

import java.util.Map;
import java.util.Objects;

/**
 * How pixel values stand for colours ({@code libcamera::ColorSpace}). The constants are those that cameras mostly have.
 *
 * @param primaries which red, green and blue
 * @param transferFunction from light to values
 * @param ycbcrEncoding from red, green and blue to luma and chroma
 * @param range of the values
 */
public record ColorSpace(
        Primaries primaries, TransferFunction transferFunction, YcbcrEncoding ycbcrEncoding, Range range) {
    /** Which red, green and blue. */
    public enum Primaries {
        /** Those of the sensor. */
        RAW,
        /** SMPTE 170M's. */
        SMPTE170M,
        /** ITU-R BT.709's, which are sRGB's too. */
        REC709,
        /** ITU-R BT.2020's. */
        REC2020
    }

    /** From light to values. */
    public enum TransferFunction {
        /** In proportion. */
        LINEAR,
        /** sRGB's. */
        SRGB,
        /** ITU-R BT.709's, which is SMPTE 170M's too. */
        REC709
    }

    /** From red, green and blue to luma and chroma. */
    public enum YcbcrEncoding {
        /** There is no luma and no chroma. */
        NONE,
        /** ITU-R BT.601's. */
        REC601,
        /** ITU-R BT.709's. */
        REC709,
        /** ITU-R BT.2020's. */
        REC2020
    }

    /** Of the values. */
    public enum Range {
        /** All there are. */
        FULL,
        /** Without head- and footroom: of 8 bits, 16 to 235 for luma and 16 to 240 for chroma. */
        LIMITED
    }

    /** Pixels as the sensor gives them. */
    public static final ColorSpace RAW =
            new ColorSpace(Primaries.RAW, TransferFunction.LINEAR, YcbcrEncoding.NONE, Range.FULL);

    /** Red, green and blue for screens. */
    public static final ColorSpace SRGB =
            new ColorSpace(Primaries.REC709, TransferFunction.SRGB, YcbcrEncoding.NONE, Range.FULL);

    /** Luma and chroma as JPEG has them. */
    public static final ColorSpace SYCC =
            new ColorSpace(Primaries.REC709, TransferFunction.SRGB, YcbcrEncoding.REC601, Range.FULL);

    /** Video in standard definition. */
    public static final ColorSpace SMPTE170M =
            new ColorSpace(Primaries.SMPTE170M, TransferFunction.REC709, YcbcrEncoding.REC601, Range.LIMITED);

    /** Video in high definition. */
    public static final ColorSpace REC709 =
            new ColorSpace(Primaries.REC709, TransferFunction.REC709, YcbcrEncoding.REC709, Range.LIMITED);

    /** Video in ultra-high definition. */
    public static final ColorSpace REC2020 =
            new ColorSpace(Primaries.REC2020, TransferFunction.REC709, YcbcrEncoding.REC2020, Range.LIMITED);

    private static final Map<ColorSpace, String> NAMES = Map.of(
            RAW, "RAW", SRGB, "sRGB", SYCC, "sYCC", SMPTE170M, "SMPTE170M", REC709, "Rec709", REC2020, "Rec2020");

    /** All of it is told. */
    public ColorSpace {
        Objects.requireNonNull(primaries, "primaries");
        Objects.requireNonNull(transferFunction, "transferFunction");
        Objects.requireNonNull(ycbcrEncoding, "ycbcrEncoding");
        Objects.requireNonNull(range, "range");
    }

    @Override
    public String toString() {
        String name = NAMES.get(this);
        return name != null ? name : primaries + "/" + transferFunction + "/" + ycbcrEncoding + "/" + range;
    }
}
