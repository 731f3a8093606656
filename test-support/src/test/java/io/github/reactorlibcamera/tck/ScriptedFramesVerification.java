package io.github.reactorlibcamera.tck;

import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.TestedCamera;

/** Frames, on the scripted camera. */
public final class ScriptedFramesVerification {
    private ScriptedFramesVerification() {}

    public static final class Demand extends FramesVerification {
        public Demand() {
            super(TestedCamera.scripted(), CapturePolicy.DEMAND);
        }
    }

    public static final class Buffer extends FramesVerification {
        public Buffer() {
            super(TestedCamera.scripted(), CapturePolicy.BUFFER);
        }
    }

    public static final class Latest extends FramesVerification {
        public Latest() {
            super(TestedCamera.scripted(), CapturePolicy.LATEST);
        }
    }
}
