package io.github.reactorlibcamera.springboot.mjpeg;

/** A parameter of a request that says what cannot be. */
class BadParameterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadParameterException(String message) {
        super(message);
    }

    BadParameterException(String name, String possible, Object given) {
        this(name + " is " + possible + ", not " + given);
    }
}
