package io.github.reactorlibcamera.tck;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.TestedCamera;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * The TCK on a capture that never completes by itself. The tests that are about an end see it behind Reactor's {@code take}, which adds
 * the end; all others see the capture as it is. {@link SettingsVerification} is about an end of our own.
 */
public abstract class EndlessVerification<T extends AutoCloseable> extends CaptureVerification<T> {
    private boolean needsAnEnd;

    EndlessVerification(TestedCamera tested, CapturePolicy policy) {
        super(tested, policy);
    }

    abstract Flux<T> capture(Camera camera, CaptureSpec spec);

    @Override
    final Publisher<T> capture(Camera camera, CaptureSpec spec, long elements) {
        Flux<T> endless = capture(camera, spec);
        return needsAnEnd ? endless.take(elements) : endless;
    }

    @Override
    public final void activePublisherTest(long elements, boolean completionSignalRequired, PublisherTestRun<T> body)
            throws Throwable {
        needsAnEnd = completionSignalRequired;
        super.activePublisherTest(elements, completionSignalRequired, body);
    }

    @Override
    public final void optionalActivePublisherTest(
            long elements, boolean completionSignalRequired, PublisherTestRun<T> body) throws Throwable {
        needsAnEnd = completionSignalRequired;
        super.optionalActivePublisherTest(elements, completionSignalRequired, body);
    }
}
