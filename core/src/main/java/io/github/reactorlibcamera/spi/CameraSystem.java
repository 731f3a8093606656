package io.github.reactorlibcamera.spi;

import io.github.reactorlibcamera.LibcameraStatus;
import java.util.List;

/** A running camera system. Thread-safe. */
public interface CameraSystem extends AutoCloseable {
    /** {@return the cameras there are now} */
    List<CameraDescriptor> cameras();

    /**
     * Opens a handle on a camera, without acquiring it.
     *
     * @param id of the camera, with options where the system has such
     * @return the handle
     * @throws io.github.reactorlibcamera.CameraNotFoundException if there is none
     */
    BackendCamera open(String id);

    /** {@return how it went with libcamera} */
    LibcameraStatus libcamera();

    /** Stops the system; cameras still open are closed. Idempotent. */
    @Override
    void close();
}
