package io.github.reactorlibcamera;

import org.jspecify.annotations.Nullable;

/** The camera is gone: unplugged, or its driver gave up. It may come back under the same id. */
public class CameraDisconnectedException extends CameraException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message a sentence that says what would be right
     * @param cameraId the camera, null if none is concerned
     * @param errno as Linux numbers them, positive; 0 if none
     */
    public CameraDisconnectedException(String message, @Nullable String cameraId, int errno) {
        super(message, cameraId, errno);
    }
}
