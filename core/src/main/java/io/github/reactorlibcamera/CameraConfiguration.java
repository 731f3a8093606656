package io.github.reactorlibcamera;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a camera is, or would be, configured to ({@code libcamera::CameraConfiguration}).
 *
 * @param streams one or more
 * @param bufferCount buffers, and so frames that can be under way at once
 * @param memory where they come from
 * @param frameDuration time between two frames, zero for the camera's default
 * @param orientation of the pictures
 * @param sensor how the sensor is read out, null if nobody asked for it
 * @param adjusted which of the wishes the camera changed
 */
public record CameraConfiguration(
        List<StreamConfiguration> streams,
        int bufferCount,
        BufferMemory memory,
        Duration frameDuration,
        Orientation orientation,
        @Nullable SensorConfiguration sensor,
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
        /** Another colour space. */
        COLOR_SPACE,
        /** Another orientation. */
        ORIENTATION,
        /** Another readout of the sensor. */
        SENSOR,
        /** Something else. */
        OTHER
    }

    /** Makes the collections immutable. */
    public CameraConfiguration {
        streams = List.copyOf(streams);
        adjusted = Set.copyOf(adjusted);
    }

    /**
     * A configuration of upright pictures, of a sensor that is nobody's concern.
     *
     * @param streams one or more
     * @param bufferCount buffers, and so frames that can be under way at once
     * @param memory where they come from
     * @param frameDuration time between two frames, zero for the camera's default
     * @param adjusted which of the wishes the camera changed
     */
    public CameraConfiguration(
            List<StreamConfiguration> streams,
            int bufferCount,
            BufferMemory memory,
            Duration frameDuration,
            Set<Adjustment> adjusted) {
        this(streams, bufferCount, memory, frameDuration, Orientation.ROTATE_0, null, adjusted);
    }
}
