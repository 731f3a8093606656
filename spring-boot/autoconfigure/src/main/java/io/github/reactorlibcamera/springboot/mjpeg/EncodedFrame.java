package io.github.reactorlibcamera.springboot.mjpeg;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A frame after the camera has its buffer back: the JPEGs made of it.
 *
 * @param timestamp when it was taken, in nanoseconds
 * @param jpegs by rendition; shared, so not to be changed
 */
record EncodedFrame(long timestamp, Map<Rendition, byte[]> jpegs) {
    @Nullable
    Picture picture(Rendition rendition) {
        byte[] jpeg = jpegs.get(rendition);
        return jpeg == null ? null : new Picture(timestamp, jpeg);
    }
}
