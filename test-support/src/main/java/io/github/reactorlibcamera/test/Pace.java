package io.github.reactorlibcamera.test;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * When queued requests complete.
 *
 * @param automatic true if as soon as they are queued
 * @param frameDuration of one frame, zero without a scheduler
 * @param scheduler whose time that is, null if there is none
 */
record Pace(
        boolean automatic, Duration frameDuration, @Nullable Scheduler scheduler) {
    static final Pace AUTOMATIC = new Pace(true, Duration.ZERO, null);
    static final Pace MANUAL = new Pace(false, Duration.ZERO, null);

    static Pace every(Duration frameDuration, Scheduler scheduler) {
        if (frameDuration.isNegative() || frameDuration.isZero()) {
            throw new IllegalArgumentException("a frame's duration is positive, not " + frameDuration);
        }
        return new Pace(false, frameDuration, Objects.requireNonNull(scheduler, "scheduler"));
    }
}
