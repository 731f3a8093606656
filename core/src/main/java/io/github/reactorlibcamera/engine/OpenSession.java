package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.LeakDetection;
import io.github.reactorlibcamera.spi.BackendSession;

/**
 * What a frame needs of the session it came from, also after its end.
 *
 * @param cameraId for people
 * @param backend the slots' data
 * @param pool where each slot is
 * @param task to be resumed when a slot comes home
 * @param counters of leaks
 * @param leakDetection what is done about handles that are never closed
 * @param paranoid true if each handle has a mapping of its own
 */
record OpenSession(
        String cameraId,
        BackendSession backend,
        SlotPool pool,
        CaptureTask task,
        CaptureCounters counters,
        LeakDetection leakDetection,
        boolean paranoid) {
    /** One handle on a lent slot is closed. Any thread. */
    void release(int slot) {
        if (pool.release(slot)) {
            task.resume();
        }
    }
}
