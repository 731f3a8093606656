package io.github.reactorlibcamera.tck;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.CompletedRequest;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.TestedCamera;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * {@link Camera#requests(CaptureSpec, Publisher)}, which completes by itself: of so many settings come as many requests. Not so under
 * {@link CapturePolicy#LATEST}, where a frame that is replaced takes its settings with it.
 */
public abstract class SettingsVerification extends CaptureVerification<CompletedRequest> {
    protected SettingsVerification(TestedCamera tested, CapturePolicy policy) {
        super(tested, policy);
    }

    @Override
    final Publisher<CompletedRequest> capture(Camera camera, CaptureSpec spec, long elements) {
        Flux<ControlList> one = Flux.just(ControlList.EMPTY);
        return camera.requests(spec, elements == 0 ? Flux.empty() : one.repeat(elements - 1));
    }
}
