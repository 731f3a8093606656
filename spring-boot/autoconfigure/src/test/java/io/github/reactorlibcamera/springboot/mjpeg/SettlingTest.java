package io.github.reactorlibcamera.springboot.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.Controls;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SettlingTest {
    private static final ControlList SEARCHING = ControlList.of(Controls.AE_STATE, 1);
    private static final ControlList CONVERGED = ControlList.of(Controls.AE_STATE, 2);

    private final Settling settling = new Settling(Duration.ofNanos(100));

    @Test
    void waitsForTheExposureAndThenAsksNoMore() {
        assertThat(settling.isSettled(1, () -> SEARCHING)).isFalse();
        assertThat(settling.isSettled(2, () -> SEARCHING)).isFalse();
        assertThat(settling.isSettled(3, () -> CONVERGED)).isTrue();
        assertThat(settling.isSettled(4, () -> SEARCHING)).isTrue();
    }

    @Test
    void waitsNoLongerThanItsLimit() {
        assertThat(settling.isSettled(1, () -> SEARCHING)).isFalse();
        assertThat(settling.isSettled(100, () -> SEARCHING)).isFalse();
        assertThat(settling.isSettled(101, () -> SEARCHING)).isTrue();
    }

    @Test
    void knowsTheLockOfOlderLibcameras() {
        assertThat(settling.isSettled(1, () -> ControlList.of("libcamera::AeLocked", false)))
                .isFalse();
        assertThat(settling.isSettled(2, () -> ControlList.of("libcamera::AeLocked", true)))
                .isTrue();
    }

    @Test
    void givesACameraThatDoesNotTellSomeFrames() {
        for (int frame = 1; frame <= Settling.FRAMES; frame++) {
            assertThat(settling.isSettled(frame, () -> ControlList.EMPTY)).isFalse();
        }
        assertThat(settling.isSettled(Settling.FRAMES + 1, () -> ControlList.EMPTY))
                .isTrue();
    }

    @Test
    void withoutALimitAllIsShown() {
        assertThat(new Settling(Duration.ZERO).isSettled(1, () -> SEARCHING)).isTrue();
    }
}
