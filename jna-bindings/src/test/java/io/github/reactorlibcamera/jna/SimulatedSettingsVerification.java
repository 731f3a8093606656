package io.github.reactorlibcamera.jna;

import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.tck.SettingsVerification;

/** Requests with settings, on the simulated camera through JNA. */
public final class SimulatedSettingsVerification {
    private SimulatedSettingsVerification() {}

    public static final class Demand extends SettingsVerification {
        public Demand() {
            super(SimulatedCamera.TESTED, CapturePolicy.DEMAND);
        }
    }

    public static final class Buffer extends SettingsVerification {
        public Buffer() {
            super(SimulatedCamera.TESTED, CapturePolicy.BUFFER);
        }
    }
}
