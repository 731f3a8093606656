package io.github.reactorlibcamera.micrometer;

import io.micrometer.common.docs.KeyName;

/** The tags of {@link CaptureMeters}. Their values are few: as many as there are cameras, or classes of exceptions, or as listed. */
public enum CaptureTags implements KeyName {
    /** The camera's id, without the options that a simulated camera's may carry. */
    CAMERA("camera"),

    /**
     * What became of a frame: {@code delivered} to the subscriber; {@code dropped} for a newer one, or left over; {@code stale}, recycled
     * because it was taken before its demand, or without any; {@code failed}, not a good one; {@code lost} before it reached us, a gap in
     * the camera's sequence.
     */
    OUTCOME("outcome"),

    /**
     * Where a buffer is: {@code free}; {@code leased} to the user, to be queued; {@code queued} in the camera; {@code waiting} for demand,
     * filled; {@code lent}, its frame not closed; {@code abandoned} by a camera that is gone.
     */
    STATE("state"),

    /** The simple name of the exception's class. */
    EXCEPTION("exception");

    private final String key;

    CaptureTags(String key) {
        this.key = key;
    }

    @Override
    public String asString() {
        return key;
    }
}
