package io.github.reactorlibcamera;

import io.github.reactorlibcamera.test.ScriptedBackend;
import java.util.function.Supplier;

/**
 * A camera for suites that are run on several.
 *
 * @param manager makes a new manager, to be closed
 * @param id the camera's
 * @param spec a small capture with 4 buffers
 * @param control what a request to it can set
 */
public record TestedCamera(Supplier<CameraManager> manager, String id, CaptureSpec spec, ControlList control) {
    /** {@return the scripted camera, which completes each request at once} */
    public static TestedCamera scripted() {
        return new TestedCamera(
                () -> CameraManager.create(ScriptedBackend.automatic()),
                ScriptedBackend.CAMERA,
                CaptureSpec.viewfinder().size(32, 16).bufferCount(4),
                ControlList.of("libcamera::Brightness", 0.25f));
    }
}
