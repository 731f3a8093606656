package io.github.reactorlibcamera.spi;

import io.github.reactorlibcamera.LibcameraLog;

/** Who is told what happens in a camera system. Never blocks, never throws; by one thread at a time. */
public interface SystemListener {
    /**
     * A camera is there. One that was there when the system started may be told as well.
     *
     * @param camera what it is
     */
    void cameraAdded(CameraDescriptor camera);

    /**
     * A camera is gone.
     *
     * @param camera what it was
     */
    void cameraRemoved(CameraDescriptor camera);

    /** Some of those two were not told: the system has to be asked for its cameras. */
    void camerasLost();

    /**
     * A line of the system's log.
     *
     * @param level {@link LibcameraLog#ERROR} to {@link LibcameraLog#DEBUG}
     * @param category what it is about, empty if that is not known
     * @param message the line
     */
    void log(LibcameraLog level, String category, String message);
}
