package io.github.reactorlibcamera.samples.mjpeg;

/** One JPEG on its way to one or more viewers. */
final class Picture {
    private final long timestamp;
    private final byte[] jpeg;

    Picture(long timestamp, byte[] jpeg) {
        this.timestamp = timestamp;
        this.jpeg = jpeg;
    }

    /** {@return when it was taken, in nanoseconds} */
    long timestamp() {
        return timestamp;
    }

    /** {@return shared with others, so not to be changed} */
    byte[] jpeg() {
        return jpeg;
    }
}
