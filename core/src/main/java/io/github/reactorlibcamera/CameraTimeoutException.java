package io.github.reactorlibcamera;

import org.jspecify.annotations.Nullable;

/** Something took too long: a camera that stalls, or one that does not stop. */
public class CameraTimeoutException extends CameraException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message a sentence that says what would be right
     * @param cameraId the camera, null if none is concerned
     * @param errno as Linux numbers them, positive; 0 if none
     */
    public CameraTimeoutException(String message, @Nullable String cameraId, int errno) {
        super(message, cameraId, errno);
    }
}
