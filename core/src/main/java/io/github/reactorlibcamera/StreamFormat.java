package io.github.reactorlibcamera;

/**
 * A pixel format that a camera offers, with one size or a range of sizes ({@code libcamera::StreamFormats}).
 *
 * @param pixelFormat the format
 * @param minimum the smallest size
 * @param maximum the largest; the same as {@code minimum} where there is one size only
 * @param stepWidth pixels between two widths of the range, 0 where there is one size only
 * @param stepHeight lines between two heights of the range, 0 where there is one size only
 */
public record StreamFormat(PixelFormat pixelFormat, Size minimum, Size maximum, int stepWidth, int stepHeight) {
    @Override
    public String toString() {
        return minimum.equals(maximum)
                ? pixelFormat + " " + minimum
                : pixelFormat + " " + minimum + " to " + maximum + " in steps of " + stepWidth + "x" + stepHeight;
    }
}
