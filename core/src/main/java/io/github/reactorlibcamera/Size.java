package io.github.reactorlibcamera;

/**
 * A size in pixels.
 *
 * @param width pixels per line
 * @param height lines
 */
public record Size(int width, int height) {
    /** No camera comes near it; anything above is a mistake. */
    public static final int MAXIMUM = 65_535;

    /** @throws IllegalArgumentException if a side is not within 1 to {@value #MAXIMUM} */
    public Size {
        if (width < 1 || width > MAXIMUM || height < 1 || height > MAXIMUM) {
            throw new IllegalArgumentException(
                    "a size is 1 to " + MAXIMUM + " pixels each way, not " + width + "x" + height);
        }
    }

    /**
     * Reads a size as people write it.
     *
     * @param text as in {@code "640x480"}
     * @return the size
     * @throws IllegalArgumentException if it is written otherwise or out of range
     */
    public static Size parse(String text) {
        int x = text.indexOf('x');
        try {
            return new Size(
                    Integer.parseInt(text.substring(0, Math.max(x, 0))), Integer.parseInt(text.substring(x + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a size is written WIDTHxHEIGHT, as 640x480, not \"" + text + "\"", e);
        }
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
