package io.github.reactorlibcamera.tck;

import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.TestedCamera;

/** Completed requests, on the scripted camera. */
public final class ScriptedRequestsVerification {
    private ScriptedRequestsVerification() {}

    public static final class Demand extends RequestsVerification {
        public Demand() {
            super(TestedCamera.scripted(), CapturePolicy.DEMAND);
        }
    }

    public static final class Buffer extends RequestsVerification {
        public Buffer() {
            super(TestedCamera.scripted(), CapturePolicy.BUFFER);
        }
    }

    public static final class Latest extends RequestsVerification {
        public Latest() {
            super(TestedCamera.scripted(), CapturePolicy.LATEST);
        }
    }
}
