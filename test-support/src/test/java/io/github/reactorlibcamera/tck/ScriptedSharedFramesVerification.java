package io.github.reactorlibcamera.tck;

import io.github.reactorlibcamera.TestedCamera;

/** Frames for several subscribers, on the scripted camera. */
public final class ScriptedSharedFramesVerification {
    private ScriptedSharedFramesVerification() {}

    public static final class Latest extends SharedFramesVerification {
        public Latest() {
            super(TestedCamera.scripted());
        }
    }
}
