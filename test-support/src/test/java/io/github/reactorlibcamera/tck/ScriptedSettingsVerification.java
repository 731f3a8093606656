package io.github.reactorlibcamera.tck;

import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.TestedCamera;

/** Requests with settings, on the scripted camera. */
public final class ScriptedSettingsVerification {
    private ScriptedSettingsVerification() {}

    public static final class Demand extends SettingsVerification {
        public Demand() {
            super(TestedCamera.scripted(), CapturePolicy.DEMAND);
        }
    }

    public static final class Buffer extends SettingsVerification {
        public Buffer() {
            super(TestedCamera.scripted(), CapturePolicy.BUFFER);
        }
    }
}
