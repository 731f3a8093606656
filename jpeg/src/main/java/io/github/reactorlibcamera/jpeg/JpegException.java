package io.github.reactorlibcamera.jpeg;

import org.jspecify.annotations.Nullable;

/** A frame cannot become a JPEG: it is too short for its size, or the JPEG it holds is damaged. The next frame may be good. */
public class JpegException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message a sentence that says what is wrong with the frame
     */
    public JpegException(String message) {
        this(message, null);
    }

    /**
     * Makes one.
     *
     * @param message a sentence that says what is wrong with the frame
     * @param cause why
     */
    public JpegException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
