package io.github.reactorlibcamera.springboot.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameRateTest {
    private static final long SECOND = 1_000_000_000L;

    private final FrameRate rate = new FrameRate();

    @Test
    void itIsThatOfTheLastFrames() {
        assertThat(rate.perSecond(0)).isZero();
        long now = SECOND;
        for (int frame = 0; frame < 100; frame++) {
            rate.frame(now += SECOND);
        }
        assertThat(rate.perSecond(now)).isEqualTo(1);
        for (int frame = 0; frame < 30; frame++) {
            rate.frame(now += SECOND / 10);
        }
        assertThat(rate.perSecond(now)).isEqualTo(10);
        assertThat(rate.perSecond(now + 4 * SECOND)).isZero();
    }

    @Test
    void aNewSessionBeginsAnew() {
        rate.frame(0);
        rate.frame(SECOND);
        rate.reset();
        rate.frame(10 * SECOND);
        assertThat(rate.perSecond(10 * SECOND)).isZero();
        rate.frame(10 * SECOND + SECOND / 4);
        assertThat(rate.perSecond(11 * SECOND)).isEqualTo(4);
    }
}
