package io.github.reactorlibcamera.jna;

import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.OperatorContract;
import java.util.Objects;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Operators, on a camera of real libcamera. */
@EnabledIfSystemProperty(
        named = LibcameraIT.CAMERA,
        matches = ".+",
        disabledReason = "names a camera of libcamera with NV12 at 32x16, as its virtual pipeline has")
class LibcameraOperatorIT extends OperatorContract {
    @Override
    protected CameraManager createManager() {
        return CameraManager.create();
    }

    @Override
    protected String cameraId() {
        return Objects.requireNonNull(System.getProperty(LibcameraIT.CAMERA));
    }

    @Override
    protected CaptureSpec spec() {
        return CaptureSpec.viewfinder().size(32, 16).bufferCount(4);
    }
}
