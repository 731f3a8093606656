package io.github.reactorlibcamera.jna;

import io.github.reactorlibcamera.spi.CameraBackend;
import io.github.reactorlibcamera.spi.CameraSystem;

/** libcamera's cameras and the simulated ones, through the C shim. */
public final class ShimBackend implements CameraBackend {
    /** For the service loader. */
    public ShimBackend() {}

    @Override
    public CameraSystem start() {
        ShimLibrary.load();
        return new ShimSystem();
    }
}
