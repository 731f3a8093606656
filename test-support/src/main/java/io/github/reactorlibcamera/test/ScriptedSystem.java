package io.github.reactorlibcamera.test;

import io.github.reactorlibcamera.LibcameraStatus;
import io.github.reactorlibcamera.spi.BackendCamera;
import io.github.reactorlibcamera.spi.CameraDescriptor;
import io.github.reactorlibcamera.spi.CameraSystem;
import io.github.reactorlibcamera.spi.SystemListener;
import java.util.List;

/** The running system of a {@link ScriptedBackend}. Thread-safe, as the backend is. */
final class ScriptedSystem implements CameraSystem {
    private final ScriptedBackend backend;

    ScriptedSystem(ScriptedBackend backend) {
        this.backend = backend;
    }

    @Override
    public List<CameraDescriptor> cameras() {
        return backend.present().stream().map(ScriptedCamera::descriptor).toList();
    }

    @Override
    public BackendCamera open(String id) {
        ScriptedCamera camera = backend.camera(id);
        if (!camera.isPresent()) {
            throw backend.notFound(id);
        }
        return new ScriptedHandle(backend, camera);
    }

    @Override
    public void listen(SystemListener listener) {
        backend.listener(listener);
    }

    @Override
    public LibcameraStatus libcamera() {
        return new LibcameraStatus(LibcameraStatus.State.LEFT_OUT, "", "", "");
    }

    @Override
    public void close() {
        backend.closed();
    }
}
