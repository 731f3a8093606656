package io.github.reactorlibcamera;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the sensor is read out, for those who will not leave that to the camera ({@code libcamera::SensorConfiguration}, since 0.2).
 *
 * @param bitDepth of its pixels
 * @param outputSize what it gives, after crop, binning and skipping
 * @param analogCrop the part of its pixels that is read, null for the camera's choice
 * @param binning pixels that are put together
 * @param skipping pixels that are left out
 */
public record SensorConfiguration(
        int bitDepth, Size outputSize, @Nullable Rectangle analogCrop, Binning binning, Skipping skipping) {
    private static final int DEEPEST = 32;

    /**
     * Pixels that are put together.
     *
     * @param x so many side by side, 1 for none
     * @param y so many below each other, 1 for none
     */
    public record Binning(int x, int y) {
        /** None are put together. */
        public static final Binning NONE = new Binning(1, 1);

        /** @throws IllegalArgumentException if a number is not positive */
        public Binning {
            if (x < 1 || y < 1) {
                throw new IllegalArgumentException("binning is 1x1 or more, not " + x + "x" + y);
            }
        }
    }

    /**
     * Pixels that are left out: how far it is from each one that is read to the next, from odd and from even ones, 1 for none.
     *
     * @param xOdd columns from an odd one
     * @param xEven columns from an even one
     * @param yOdd lines from an odd one
     * @param yEven lines from an even one
     */
    public record Skipping(int xOdd, int xEven, int yOdd, int yEven) {
        /** None are left out. */
        public static final Skipping NONE = new Skipping(1, 1, 1, 1);

        /** @throws IllegalArgumentException if a number is not positive */
        public Skipping {
            if (xOdd < 1 || xEven < 1 || yOdd < 1 || yEven < 1) {
                throw new IllegalArgumentException(
                        "steps are 1 or more, not " + xOdd + ", " + xEven + ", " + yOdd + " and " + yEven);
            }
        }
    }

    /** @throws IllegalArgumentException if the bit depth is not within 1 to 32 */
    public SensorConfiguration {
        if (bitDepth < 1 || bitDepth > DEEPEST) {
            throw new IllegalArgumentException("a bit depth is 1 to " + DEEPEST + ", not " + bitDepth);
        }
        Objects.requireNonNull(outputSize, "outputSize");
        Objects.requireNonNull(binning, "binning");
        Objects.requireNonNull(skipping, "skipping");
    }

    /**
     * All pixels that the camera chooses to read, as they are.
     *
     * @param bitDepth of its pixels, 1 to 32
     * @param outputSize what it gives
     */
    public SensorConfiguration(int bitDepth, Size outputSize) {
        this(bitDepth, outputSize, null, Binning.NONE, Skipping.NONE);
    }
}
