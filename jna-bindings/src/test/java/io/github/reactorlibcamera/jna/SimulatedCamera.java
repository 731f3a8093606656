package io.github.reactorlibcamera.jna;

import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.TestedCamera;

/** The simulated camera, as fast as it can. */
final class SimulatedCamera {
    static final TestedCamera TESTED = new TestedCamera(
            CameraManager::create,
            "simulated:bars?unpaced",
            CaptureSpec.viewfinder().size(32, 16).bufferCount(4),
            ControlList.of("libcamera::Brightness", 0.25f));

    private SimulatedCamera() {}
}
