package io.github.reactorlibcamera;

/** The native library is missing, corrupt, or of another version. */
public class NativeLibraryException extends CameraException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message a sentence that says what would be right
     */
    public NativeLibraryException(String message) {
        super(message, null, 0);
    }
}
