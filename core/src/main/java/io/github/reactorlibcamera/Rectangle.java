package io.github.reactorlibcamera;

/**
 * A rectangle in pixels ({@code libcamera::Rectangle}).
 *
 * @param x of its left edge
 * @param y of its top edge
 * @param width pixels per line, may be 0
 * @param height lines, may be 0
 */
public record Rectangle(int x, int y, int width, int height) {
    /** @throws IllegalArgumentException if a side is negative */
    public Rectangle {
        if (width < 0 || height < 0) {
            throw new IllegalArgumentException(
                    "the sides of a rectangle are not negative, as they are in " + width + "x" + height);
        }
    }

    @Override
    public String toString() {
        return "(" + x + ", " + y + ")/" + width + "x" + height;
    }
}
