package io.github.reactorlibcamera.tck;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.TestedCamera;
import reactor.core.publisher.Flux;

/** {@link Camera#sharedFrames(CaptureSpec)}, which have a policy of their own. */
public abstract class SharedFramesVerification extends EndlessVerification<Frame> {
    protected SharedFramesVerification(TestedCamera tested) {
        super(tested, CapturePolicy.LATEST);
    }

    @Override
    final Flux<Frame> capture(Camera camera, CaptureSpec spec) {
        return camera.sharedFrames(spec);
    }

    @Override
    final boolean isShared() {
        return true;
    }
}
