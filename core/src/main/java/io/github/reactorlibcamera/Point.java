package io.github.reactorlibcamera;

/**
 * A point in pixels ({@code libcamera::Point}).
 *
 * @param x to the right
 * @param y downwards
 */
public record Point(int x, int y) {
    @Override
    public String toString() {
        return "(" + x + ", " + y + ")";
    }
}
