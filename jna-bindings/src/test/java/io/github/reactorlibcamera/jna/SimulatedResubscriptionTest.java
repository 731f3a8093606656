package io.github.reactorlibcamera.jna;

import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.ResubscriptionContract;

/** Subscribers that come and go, on the simulated camera through JNA. */
class SimulatedResubscriptionTest extends ResubscriptionContract {
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
