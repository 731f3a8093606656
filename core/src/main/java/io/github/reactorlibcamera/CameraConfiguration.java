package io.github.reactorlibcamera;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a camera is, or would be, configured to ({@code libcamera::CameraConfiguration}).
 *
 * @param streams one or more
 * @param bufferCount buffers, and so frames that can be under way at once
 * @param memory where they come from
 * @param frameDuration time between two frames, zero for the camera's default
 * @param adjusted which of the wishes the camera changed
 */
public record CameraConfiguration(
        List<StreamConfiguration> streams,
        int bufferCount,
        BufferMemory memory,
        Duration frameDuration,
        Set<Adjustment> adjusted) {
    /** A wish that the camera does not meet as it was given. */
    public enum Adjustment {
        /** Another size. */
        SIZE,
        /** Another pixel format. */
        PIXEL_FORMAT,
        /** Another number of buffers. */
        BUFFER_COUNT,
        /** Another frame rate, or none that can be set. */
        FRAME_RATE,
        /** Something else. */
        OTHER
    }

    /** Makes the collections immutable. */
    public CameraConfiguration {
        streams = List.copyOf(streams);
        adjusted = Set.copyOf(adjusted);
    }
}
