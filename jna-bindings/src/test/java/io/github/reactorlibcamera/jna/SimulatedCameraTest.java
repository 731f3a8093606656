package io.github.reactorlibcamera.jna;

import io.github.reactorlibcamera.CameraContract;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.PixelFormat;

/** The contract, on the simulated camera through JNA. */
class SimulatedCameraTest extends CameraContract {
    @Override
    protected CameraManager createManager() {
        return CameraManager.create();
    }

    @Override
    protected String cameraId() {
        return "simulated:bars?unpaced";
    }

    @Override
    protected CaptureSpec spec() {
        return CaptureSpec.viewfinder()
                .size(32, 16)
                .pixelFormat(PixelFormat.NV12)
                .bufferCount(4);
    }
}
