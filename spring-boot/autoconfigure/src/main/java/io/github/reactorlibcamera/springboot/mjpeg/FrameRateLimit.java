package io.github.reactorlibcamera.springboot.mjpeg;

import java.util.function.Predicate;

/**
 * Thins pictures out by the time they were taken. Keeps to a grid of due times, so that a rate which is no divisor of the camera's is met
 * on average. What comes within half a period before is on time: cameras waver, and one at just this rate is to lose nothing.
 * Thread-bound.
 */
final class FrameRateLimit implements Predicate<Picture> {
    private final long period;
    private long due = Long.MIN_VALUE;

    /** @param fps more than 0 */
    FrameRateLimit(double fps) {
        period = Math.round(1e9 / fps);
    }

    /** What is not new from the camera comes seldom, and passes. */
    @Override
    public boolean test(Picture picture) {
        return picture.kind() != Picture.Kind.NEW || isDue(picture.timestamp());
    }

    /**
     * {@return true if what was taken then is wanted}
     *
     * @param time in ns of the camera's clock
     */
    boolean isDue(long time) {
        if (due == Long.MIN_VALUE) {
            due = time + period;
            return true;
        }
        long early = due - time;
        // Nothing is due later than in one period and a half. A clock far behind is another one: the camera came back
        // after a restart.
        if (early > period / 2 && early <= 2 * period) {
            return false;
        }
        boolean onGrid = early <= period && early > -period;
        due = (onGrid ? due : time) + period;
        return true;
    }
}
