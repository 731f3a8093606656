package io.github.reactorlibcamera.springboot.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameRateLimitTest {
    private static final long SECOND = 1_000_000_000;

    /** {@return how many of a camera's frames in ten seconds are due at 30 per second} */
    private static long due(double cameraFps, double waverMillis) {
        FrameRateLimit limit = new FrameRateLimit(30);
        Random random = new Random(1);
        long due = 0;
        for (int frame = 0; frame < 10 * cameraFps; frame++) {
            long waver = Math.round((random.nextDouble() - 0.5) * waverMillis * 1e6);
            due += limit.isDue(SECOND + Math.round(frame * SECOND / cameraFps) + waver) ? 1 : 0;
        }
        return due;
    }

    @Test
    void aCameraAtJustThisRateLosesNothing() {
        assertThat(due(30, 0)).isEqualTo(300);
        assertThat(due(30, 10)).isEqualTo(300);
        assertThat(due(20, 10)).isEqualTo(200);
    }

    @Test
    void aFasterOneIsThinnedOut() {
        assertThat(due(600, 0)).isBetween(300L, 301L);
        assertThat(due(60, 2)).isBetween(300L, 301L);
        assertThat(due(50, 0)).isBetween(300L, 301L);
    }

    @Test
    void aClockThatBeginsAnewIsFollowed() {
        FrameRateLimit limit = new FrameRateLimit(10);
        assertThat(limit.isDue(1000 * SECOND)).isTrue();
        assertThat(limit.isDue(5 * SECOND)).isTrue();
        assertThat(limit.isDue(5 * SECOND + SECOND / 100)).isFalse();
    }
}
