package io.github.reactorlibcamera.samples.examples;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.test.CameraAssertions;
import io.github.reactorlibcamera.test.ScriptedBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.test.StepVerifier;

/** The README's example of a test. */
class WithoutACameraTest {
    @Test
    @Timeout(60)
    void badFramesAreLeftOut() {
        ScriptedBackend backend = ScriptedBackend.automatic();
        backend.camera().badFrames(1);
        try (CameraManager manager = CameraManager.create(backend)) {
            Camera camera = manager.camera(ScriptedBackend.CAMERA);
            CaptureSpec spec = CaptureSpec.viewfinder();
            StepVerifier.create(camera.frames(spec, Frame::sequence).take(2))
                    .expectNext(1L, 2L)
                    .verifyComplete();
            CameraAssertions.assertNoLeaks(camera);
        }
    }
}
