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

    /**
     * Tells a listener what happens, on a daemon thread of the system's own, until the system is closed; what happened since
     * the start is told first. Called once at most. A system whose cameras never change, and that has no log, need not
     * implement it.
     *
     * @param listener to be told
     */
    default void listen(SystemListener listener) {}

    /** {@return how it went with libcamera} */
    LibcameraStatus libcamera();

    /** Stops the system; cameras still open are closed. Idempotent. */
    @Override
    void close();
}
