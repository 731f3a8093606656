package io.github.reactorlibcamera.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.test.CameraAssertions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;

/** Simulated cameras, each with options of its own, and after each test the check that none of them leaks. */
abstract class SimulatedFixture {
    static final Duration LIMIT = Duration.ofSeconds(20);
    static final int BUFFERS = 4;

    final CameraManager manager = CameraManager.create();
    final CaptureSpec spec =
            CaptureSpec.viewfinder().size(32, 16).pixelFormat(PixelFormat.NV12).bufferCount(BUFFERS);

    private final List<Camera> used = new ArrayList<>();

    @AfterEach
    void leavesNothingBehind() {
        try {
            used.forEach(SimulatedFixture::assertNothingLeft);
        } finally {
            manager.close();
        }
    }

    private static void assertNothingLeft(Camera camera) {
        CameraAssertions.assertNoLeaks(camera, LIMIT);
        assertThat(camera.statistics().running()).isFalse();
    }

    /** {@return a simulated camera by what comes after the colon} */
    Camera camera(String options) {
        Camera camera = manager.camera("simulated:" + options);
        used.add(camera);
        return camera;
    }

    static void eventually(Callable<Boolean> condition) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(LIMIT)
                .until(condition);
    }

    /** Lets time go by: so many frames of another camera. */
    void awaitTicks(int frames) {
        assertThat(manager.camera("simulated:gradient?fps=200")
                        .frames(spec, Frame::sequence)
                        .take(frames)
                        .count()
                        .block(LIMIT))
                .isEqualTo(frames);
    }
}
