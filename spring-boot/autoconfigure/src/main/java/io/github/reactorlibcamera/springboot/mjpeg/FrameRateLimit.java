package io.github.reactorlibcamera.springboot.mjpeg;

import java.util.function.Predicate;

/**
 * Thins pictures out for one viewer, by the time they were taken. Keeps to a grid of due times, so that a rate which is no
 * divisor of the camera's is met on average. What is not new from the camera comes seldom, and passes. Thread-bound.
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
        if (picture.kind() != Picture.Kind.NEW) {
            return true;
        }
        long time = picture.timestamp();
        // A clock far behind is another one: the camera came back after a restart of its own.
        if (time < due && due - time <= period) {
            return false;
        }
        boolean onGrid = due != Long.MIN_VALUE && time >= due && time - due < period;
        due = (onGrid ? due : time) + period;
        return true;
    }
}
