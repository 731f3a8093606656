package io.github.reactorlibcamera;

import io.github.reactorlibcamera.test.ScriptedBackend;

/** Subscribers that come and go, on the scripted camera. */
class ScriptedResubscriptionTest extends ResubscriptionContract {
    @Override
    protected CameraManager createManager() {
        return CameraManager.create(ScriptedBackend.automatic());
    }

    @Override
    protected String cameraId() {
        return ScriptedBackend.CAMERA;
    }

    @Override
    protected CaptureSpec spec() {
        return CaptureSpec.viewfinder().size(32, 16).bufferCount(4);
    }
}
