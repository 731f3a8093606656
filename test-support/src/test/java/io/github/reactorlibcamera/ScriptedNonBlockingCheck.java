package io.github.reactorlibcamera;

import io.github.reactorlibcamera.test.ScriptedBackend;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** What never blocks, on the scripted camera. */
class ScriptedNonBlockingCheck extends NonBlockingContract {
    ScriptedNonBlockingCheck() {
        super(TestedCamera.scripted());
    }

    /** The watchdog has no thread of its own. */
    @Test
    void aStalledCameraIsTakenAway() {
        try (CameraManager manager = CameraManager.create(ScriptedBackend.manual())) {
            StepVerifier.create(manager.camera(ScriptedBackend.CAMERA)
                            .frames(CaptureSpec.viewfinder().stallTimeout(Duration.ofMillis(50))))
                    .expectError(CameraTimeoutException.class)
                    .verify(Duration.ofSeconds(60));
        }
    }
}
