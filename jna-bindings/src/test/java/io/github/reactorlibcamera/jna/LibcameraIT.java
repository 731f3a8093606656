package io.github.reactorlibcamera.jna;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorlibcamera.CameraContract;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.LibcameraStatus;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The contract, on a camera of real libcamera, and what only such a one can show. */
@EnabledIfSystemProperty(
        named = LibcameraIT.CAMERA,
        matches = ".+",
        disabledReason = "names a camera of libcamera with NV12 at 32x16, as its virtual pipeline has")
class LibcameraIT extends CameraContract {
    static final String CAMERA = "reactor.libcamera.test.camera";

    private static final int FRAMES = 100_000;

    @Override
    protected CameraManager createManager() {
        return CameraManager.create();
    }

    @Override
    protected String cameraId() {
        return Objects.requireNonNull(System.getProperty(CAMERA));
    }

    @Override
    protected CaptureSpec spec() {
        return CaptureSpec.viewfinder().size(32, 16).bufferCount(4);
    }

    @Test
    void libcameraIsReady() {
        try (CameraManager manager = createManager()) {
            assertThat(manager.libcamera().state()).isEqualTo(LibcameraStatus.State.READY);
            assertThat(manager.libcamera().message()).isEmpty();
        }
    }

    @RepeatedTest(10)
    void aHundredThousandFramesWithoutAFault() {
        try (CameraManager manager = createManager()) {
            Long last = manager.camera(cameraId())
                    .frames(spec(), Frame::sequence)
                    .take(FRAMES)
                    .blockLast(Duration.ofSeconds(100));
            assertThat(last).isGreaterThanOrEqualTo(FRAMES - 1L);
        }
    }
}
