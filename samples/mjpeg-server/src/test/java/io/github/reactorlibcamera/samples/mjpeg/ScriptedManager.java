package io.github.reactorlibcamera.samples.mjpeg;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CameraNotFoundException;
import io.github.reactorlibcamera.LibcameraStatus;
import java.util.List;

/** A manager of scripted cameras. */
final class ScriptedManager implements CameraManager {
    private volatile List<Camera> cameras;
    private volatile boolean closed;

    ScriptedManager(Camera... cameras) {
        this.cameras = List.of(cameras);
    }

    void plugOut() {
        cameras = List.of();
    }

    @Override
    public List<Camera> cameras() {
        return cameras;
    }

    @Override
    public Camera camera(String id) {
        return cameras.stream()
                .filter(camera -> camera.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new CameraNotFoundException("no camera " + id, id, 19));
    }

    @Override
    public LibcameraStatus libcamera() {
        return new LibcameraStatus(LibcameraStatus.State.LEFT_OUT, "", "", "");
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
