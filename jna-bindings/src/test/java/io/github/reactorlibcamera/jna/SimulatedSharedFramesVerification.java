package io.github.reactorlibcamera.jna;

import io.github.reactorlibcamera.tck.SharedFramesVerification;

/** Frames for several subscribers, on the simulated camera through JNA. */
public final class SimulatedSharedFramesVerification {
    private SimulatedSharedFramesVerification() {}

    public static final class Latest extends SharedFramesVerification {
        public Latest() {
            super(SimulatedCamera.TESTED);
        }
    }
}
