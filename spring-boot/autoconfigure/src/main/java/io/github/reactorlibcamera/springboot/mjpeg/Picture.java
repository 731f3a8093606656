package io.github.reactorlibcamera.springboot.mjpeg;

/** One JPEG on its way to one or more viewers. Immutable, but for the bytes, which are not to be changed. Thread-safe. */
public final class Picture {
    private final long timestamp;
    private final byte[] jpeg;

    Picture(long timestamp, byte[] jpeg) {
        this.timestamp = timestamp;
        this.jpeg = jpeg;
    }

    /** {@return when it was taken, in nanoseconds} */
    public long timestamp() {
        return timestamp;
    }

    /** {@return shared with others, so not to be changed} */
    public byte[] jpeg() {
        return jpeg;
    }
}
