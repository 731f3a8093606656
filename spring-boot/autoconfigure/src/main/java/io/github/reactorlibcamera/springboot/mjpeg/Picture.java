package io.github.reactorlibcamera.springboot.mjpeg;

/** One JPEG on its way to one or more viewers. Immutable, but for the bytes, which are not to be changed. Thread-safe. */
public final class Picture {
    /** Where a picture comes from. */
    public enum Kind {
        /** From the camera, for the first time. */
        NEW,
        /** From the camera, once more, since it has not given another. */
        REPEATED,
        /** From here: it says that the camera is gone. */
        OFFLINE
    }

    private final Kind kind;
    private final long timestamp;
    private final long sequence;
    private final long capturedAt;
    private final byte[] jpeg;

    Picture(Kind kind, long timestamp, long sequence, long capturedAt, byte[] jpeg) {
        this.kind = kind;
        this.timestamp = timestamp;
        this.sequence = sequence;
        this.capturedAt = capturedAt;
        this.jpeg = jpeg;
    }

    /** {@return where it comes from} */
    public Kind kind() {
        return kind;
    }

    /** {@return when it was taken, in nanoseconds of the camera's clock} */
    public long timestamp() {
        return timestamp;
    }

    /** {@return the camera's count of frames since it was started; 0 for a picture that is not from the camera} */
    public long sequence() {
        return sequence;
    }

    /** {@return when it was taken, or came to us where the camera does not tell, in nanoseconds as {@link System#nanoTime()} counts} */
    public long capturedAt() {
        return capturedAt;
    }

    /** {@return shared with others, so not to be changed} */
    public byte[] jpeg() {
        return jpeg;
    }
}
