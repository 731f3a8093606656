package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.LibcameraStatus;
import io.github.reactorlibcamera.spi.BackendCamera;
import io.github.reactorlibcamera.spi.CameraDescriptor;
import io.github.reactorlibcamera.spi.CameraSystem;
import java.util.Arrays;
import java.util.List;

/** A system that lists cameras and does nothing else. */
final class FixedSystem implements CameraSystem {
    private final List<CameraDescriptor> cameras;

    FixedSystem(String... ids) {
        this.cameras = Arrays.stream(ids)
                .map(id -> new CameraDescriptor(id, "Fixed", Camera.Location.UNKNOWN, true))
                .toList();
    }

    @Override
    public List<CameraDescriptor> cameras() {
        return cameras;
    }

    @Override
    public BackendCamera open(String id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public LibcameraStatus libcamera() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        // nothing to close
    }
}
