package io.github.reactorlibcamera.springboot.mjpeg;

import io.github.reactorlibcamera.Frame;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A frame after the camera has its buffer back: the JPEGs made of it.
 *
 * @param kind where it comes from
 * @param timestamp when it was taken, in nanoseconds of the camera's clock
 * @param sequence the camera's count
 * @param capturedAt when it was taken, in nanoseconds as {@link System#nanoTime()} counts
 * @param jpegs by rendition; shared, so not to be changed
 */
record EncodedFrame(Picture.Kind kind, long timestamp, long sequence, long capturedAt, Map<Rendition, byte[]> jpegs) {
    static EncodedFrame of(Frame frame, Map<Rendition, byte[]> jpegs) {
        long completed = frame.completedAt();
        return new EncodedFrame(
                Picture.Kind.NEW,
                frame.timestamp() == 0 ? completed : frame.timestamp(),
                frame.sequence(),
                frame.capturedAt() == 0 ? completed : frame.capturedAt(),
                jpegs);
    }

    static EncodedFrame offline(Map<Rendition, byte[]> jpegs) {
        long now = System.nanoTime();
        return new EncodedFrame(Picture.Kind.OFFLINE, now, 0, now, jpegs);
    }

    EncodedFrame repeated() {
        return new EncodedFrame(Picture.Kind.REPEATED, timestamp, sequence, capturedAt, jpegs);
    }

    @Nullable
    Picture picture(Rendition rendition) {
        byte[] jpeg = jpegs.get(rendition);
        return jpeg == null ? null : new Picture(kind, timestamp, sequence, capturedAt, jpeg);
    }
}
