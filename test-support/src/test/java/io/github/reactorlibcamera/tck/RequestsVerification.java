package io.github.reactorlibcamera.tck;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.CompletedRequest;
import io.github.reactorlibcamera.TestedCamera;
import reactor.core.publisher.Flux;

/** {@link Camera#requests(CaptureSpec)}. */
public abstract class RequestsVerification extends EndlessVerification<CompletedRequest> {
    protected RequestsVerification(TestedCamera tested, CapturePolicy policy) {
        super(tested, policy);
    }

    @Override
    final Flux<CompletedRequest> capture(Camera camera, CaptureSpec spec) {
        return camera.requests(spec);
    }
}
