package io.github.reactorlibcamera.springboot.mjpeg;

import java.util.function.Predicate;

/**
 * Thins pictures out for one viewer, by the time they were taken. Keeps to a grid of due times, so that a rate which is no
 * divisor of the camera's is met on average. Thread-bound.
 */
final class FrameRateLimit implements Predicate<Picture> {
    private final long period;
    private long due = Long.MIN_VALUE;

    /** @param fps more than 0 */
    FrameRateLimit(double fps) {
        period = Math.round(1e9 / fps);
    }

    @Override
    public boolean test(Picture picture) {
        long time = picture.timestamp();
        if (time < due) {
            return false;
        }
        boolean onGrid = due != Long.MIN_VALUE && time - due < period;
        due = (onGrid ? due : time) + period;
        return true;
    }
}
