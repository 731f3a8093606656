package io.github.reactorlibcamera;

import org.jspecify.annotations.Nullable;

/** Something went wrong with a camera; subclasses say what. */
public class CameraException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String cameraId;
    private final int errno;

    /**
     * Makes one.
     *
     * @param message a sentence that says what would be right
     * @param cameraId the camera, null if none is concerned
     * @param errno as Linux numbers them, positive; 0 if none
     */
    public CameraException(String message, @Nullable String cameraId, int errno) {
        super(message);
        this.cameraId = cameraId;
        this.errno = errno;
    }

    /** {@return the camera's id, null if none is concerned} */
    public @Nullable String cameraId() {
        return cameraId;
    }

    /** {@return the error number of Linux, positive; 0 if none} */
    public int errno() {
        return errno;
    }
}
