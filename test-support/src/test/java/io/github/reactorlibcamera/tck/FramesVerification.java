package io.github.reactorlibcamera.tck;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.TestedCamera;
import reactor.core.publisher.Flux;

/** {@link Camera#frames(CaptureSpec)}. */
public abstract class FramesVerification extends EndlessVerification<Frame> {
    protected FramesVerification(TestedCamera tested, CapturePolicy policy) {
        super(tested, policy);
    }

    @Override
    final Flux<Frame> capture(Camera camera, CaptureSpec spec) {
        return camera.frames(spec);
    }
}
