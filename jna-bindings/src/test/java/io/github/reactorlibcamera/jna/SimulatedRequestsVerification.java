package io.github.reactorlibcamera.jna;

import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.tck.RequestsVerification;

/** Completed requests, on the simulated camera through JNA. */
public final class SimulatedRequestsVerification {
    private SimulatedRequestsVerification() {}

    public static final class Demand extends RequestsVerification {
        public Demand() {
            super(SimulatedCamera.TESTED, CapturePolicy.DEMAND);
        }
    }

    public static final class Buffer extends RequestsVerification {
        public Buffer() {
            super(SimulatedCamera.TESTED, CapturePolicy.BUFFER);
        }
    }

    public static final class Latest extends RequestsVerification {
        public Latest() {
            super(SimulatedCamera.TESTED, CapturePolicy.LATEST);
        }
    }
}
