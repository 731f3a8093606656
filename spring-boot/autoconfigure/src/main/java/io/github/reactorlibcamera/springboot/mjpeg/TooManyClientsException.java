package io.github.reactorlibcamera.springboot.mjpeg;

/** Serving yet another client was not allowed for. */
class TooManyClientsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyClientsException(int limit) {
        super("there are already " + limit
                + " clients, as many as libcamera.mjpeg.max-clients allows; try again later");
    }
}
