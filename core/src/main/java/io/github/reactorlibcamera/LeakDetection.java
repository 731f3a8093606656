package io.github.reactorlibcamera;

import java.util.Locale;

/**
 * What is done about frames that nobody has closed and nobody can reach any more. It needs a garbage collection to notice them:
 * a net, no promise.
 */
public enum LeakDetection {
    /** Nothing: a forgotten buffer is lost to the session. */
    OFF,

    /** Their buffers go back to the camera, and an error is logged. */
    ON,

    /** As {@link #ON}, and the error tells where the frame was last touched. Costs a stack trace per touch. */
    TRACED;

    /** The system property that sets the default: off, on or traced. */
    public static final String PROPERTY = "reactor.libcamera.leakDetection";

    /** {@return what the system property {@value #PROPERTY} says, {@link #ON} without it} */
    static LeakDetection byProperty() {
        String text = System.getProperty(PROPERTY, "on");
        try {
            return valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PROPERTY + " is off, on or traced, not " + text, e);
        }
    }
}
