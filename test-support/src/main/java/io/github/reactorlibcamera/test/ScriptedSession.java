package io.github.reactorlibcamera.test;

import io.github.reactorlibcamera.ControlList;
import java.util.List;

/** The requests of a configured {@link ScriptedCamera}, as a test sees and completes them. Thread-safe. */
public interface ScriptedSession {
    /**
     * Completes the oldest queued request, now, whatever the camera's pace.
     *
     * @return true if it did; false if none is queued, or the camera {@linkplain ScriptedCamera#stall() stalls}
     */
    boolean complete();

    /**
     * Completes the oldest queued request, with a good frame or a bad one.
     *
     * @param good true for a good frame, if {@link ScriptedCamera#badFrames(int)} does not say otherwise
     * @return as {@link #complete()}
     */
    boolean complete(boolean good);

    /** Does what a broken backend might: the oldest queued request completes twice. */
    void completeTwice();

    /** {@return requests queued in the camera now} */
    int queuedNow();

    /** {@return the most requests that were queued at once} */
    int maxQueued();

    /** {@return true between start and stop} */
    boolean isRunning();

    /**
     * {@return the settings that each completed request was queued with, in the order of completion, of the last 1,000; empty ones
     * where it was queued without. A frame has its own in its metadata}
     */
    List<ControlList> settings();
}
