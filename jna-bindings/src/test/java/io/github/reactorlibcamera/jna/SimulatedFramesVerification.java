package io.github.reactorlibcamera.jna;

import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.tck.FramesVerification;

/** Frames, on the simulated camera through JNA. */
public final class SimulatedFramesVerification {
    private SimulatedFramesVerification() {}

    public static final class Demand extends FramesVerification {
        public Demand() {
            super(SimulatedCamera.TESTED, CapturePolicy.DEMAND);
        }
    }

    public static final class Buffer extends FramesVerification {
        public Buffer() {
            super(SimulatedCamera.TESTED, CapturePolicy.BUFFER);
        }
    }

    public static final class Latest extends FramesVerification {
        public Latest() {
            super(SimulatedCamera.TESTED, CapturePolicy.LATEST);
        }
    }
}
