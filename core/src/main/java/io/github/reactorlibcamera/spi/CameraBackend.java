package io.github.reactorlibcamera.spi;

/** A kind of camera system. Has a public constructor without parameters, which does nothing. */
public interface CameraBackend {
    /**
     * Starts the system. May block.
     *
     * @return the running system
     * @throws io.github.reactorlibcamera.NativeLibraryException if its native library cannot be used
     */
    CameraSystem start();
}
