package io.github.reactorlibcamera.jna.soak;

/** What a session's own code throws because its plan says so. */
final class PlannedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PlannedException() {
        super("planned", null, false, false);
    }
}
