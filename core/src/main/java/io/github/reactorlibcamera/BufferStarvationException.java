package io.github.reactorlibcamera;

import org.jspecify.annotations.Nullable;

/**
 * All buffers are lent while frames are asked for: {@code close()} was forgotten, or an operator holds more frames than there are
 * buffers.
 */
public class BufferStarvationException extends CameraException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message a sentence that says what would be right
     * @param cameraId the camera, null if none is concerned
     * @param errno as Linux numbers them, positive; 0 if none
     */
    public BufferStarvationException(String message, @Nullable String cameraId, int errno) {
        super(message, cameraId, errno);
    }
}
