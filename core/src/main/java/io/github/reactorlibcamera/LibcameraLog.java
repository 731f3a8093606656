package io.github.reactorlibcamera;

import java.util.Locale;

/**
 * What becomes of libcamera's own log, which is one for the process. Its lines go to {@link reactor.util.Loggers}, each to the
 * logger {@value #LOGGER} plus a dot and libcamera's category, as in {@code io.github.reactorlibcamera.libcamera.Camera}, on a
 * thread of the manager's. What libcamera calls fatal is an error.
 *
 * <p>Lines above libcamera's own levels do not come to be: {@link #DEBUG} shows something only if the environment has {@code
 * LIBCAMERA_LOG_LEVELS}, as in {@code *:DEBUG}. Where it has {@code LIBCAMERA_LOG_FILE}, the log goes to that file and not here.
 */
public enum LibcameraLog {
    /** Left as it is: libcamera writes it to the error output. */
    NATIVE,
    /** Nothing at all. */
    OFF,
    /** Errors. */
    ERROR,
    /** Warnings and errors. */
    WARN,
    /** What is of interest at times, as the version, and all above. */
    INFO,
    /** All there is. */
    DEBUG;

    /** The system property that sets it: native, off, error, warn, info or debug; read when a manager is made. */
    public static final String PROPERTY = "reactor.libcamera.log";

    /** The beginning of the loggers' names. */
    public static final String LOGGER = "io.github.reactorlibcamera.libcamera";

    /** {@return what the system property {@value #PROPERTY} says, {@link #WARN} without it} */
    public static LibcameraLog byProperty() {
        String text = System.getProperty(PROPERTY, "warn");
        try {
            return valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    PROPERTY + " is native, off, error, warn, info or debug, not " + text, e);
        }
    }
}
