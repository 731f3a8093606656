package io.github.reactorlibcamera.jna;

import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.ResubscriptionContract;
import java.util.Objects;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Subscribers that come and go, on a camera of real libcamera. */
@EnabledIfSystemProperty(
        named = LibcameraIT.CAMERA,
        matches = ".+",
        disabledReason = "names a camera of libcamera with NV12 at 32x16, as its virtual pipeline has")
class LibcameraResubscriptionIT extends ResubscriptionContract {
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

    @Override
    protected int cycles() {
        return 300;
    }
}
