package io.github.reactorlibcamera.micrometer;

import static io.github.reactorlibcamera.micrometer.CaptureTags.CAMERA;
import static io.github.reactorlibcamera.micrometer.CaptureTags.EXCEPTION;
import static io.github.reactorlibcamera.micrometer.CaptureTags.OUTCOME;
import static io.github.reactorlibcamera.micrometer.CaptureTags.STATE;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/** The meters of {@link MicrometerCaptureRecorder}. */
public enum CaptureMeters implements MeterDocumentation {
    /**
     * A counter of frames by what became of them; the sum of the outcomes is what the sensor has taken. Tags: {@link CaptureTags#CAMERA},
     * {@link CaptureTags#OUTCOME}.
     */
    FRAMES("libcamera.frames", Meter.Type.COUNTER, "frames", OUTCOME),

    /**
     * A timer of frames on their way: from when the picture was taken, or from the completion of its request where the camera does not
     * tell, until it is handed to the subscriber. Tag: {@link CaptureTags#CAMERA}.
     */
    LATENCY("libcamera.latency", Meter.Type.TIMER, null, null),

    /**
     * A gauge of buffers by where they are; the sum of the states is the number of buffers. Of the running session, or of the last one
     * until its {@link io.github.reactorlibcamera.Camera} is garbage, then 0. Tags: {@link CaptureTags#CAMERA}, {@link CaptureTags#STATE}.
     */
    BUFFERS("libcamera.buffers", Meter.Type.GAUGE, "buffers", STATE),

    /** A counter of sessions that started. Tag: {@link CaptureTags#CAMERA}. */
    SESSIONS("libcamera.sessions", Meter.Type.COUNTER, "sessions", null),

    /** A counter of sessions that ended with an error. Tags: {@link CaptureTags#CAMERA}, {@link CaptureTags#EXCEPTION}. */
    ERRORS("libcamera.sessions.errors", Meter.Type.COUNTER, "errors", EXCEPTION);

    private final String meterName;
    private final Meter.Type type;
    private final @Nullable String baseUnit;
    private final @Nullable CaptureTags second;

    CaptureMeters(String meterName, Meter.Type type, @Nullable String baseUnit, @Nullable CaptureTags second) {
        this.meterName = meterName;
        this.type = type;
        this.baseUnit = baseUnit;
        this.second = second;
    }

    @Override
    public String getName() {
        return meterName;
    }

    @Override
    public Meter.Type getType() {
        return type;
    }

    @Override
    public @Nullable String getBaseUnit() {
        return baseUnit;
    }

    @Override
    public KeyName[] getKeyNames() {
        return second == null ? new KeyName[] {CAMERA} : new KeyName[] {CAMERA, second};
    }
}
