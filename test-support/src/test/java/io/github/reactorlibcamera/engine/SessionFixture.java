package io.github.reactorlibcamera.engine;

import static org.awaitility.Awaitility.await;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureSession;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.CompletedRequest;
import io.github.reactorlibcamera.test.CameraAssertions;
import io.github.reactorlibcamera.test.ScriptedBackend;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import reactor.test.StepVerifier;

/** A camera that completes requests when the test says so, and what tests of sessions need of it. */
abstract class SessionFixture {
    static final Duration LIMIT = Duration.ofSeconds(10);

    final ScriptedBackend backend = ScriptedBackend.manual();
    final CameraManager manager = CameraManager.create(backend);
    final Camera camera = manager.camera(ScriptedBackend.CAMERA);
    final CaptureSpec spec = CaptureSpec.viewfinder().bufferCount(4);

    @AfterEach
    void close() {
        manager.close();
    }

    static void eventually(Callable<Boolean> condition) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(LIMIT)
                .until(condition);
    }

    void awaitQueued(int requests) {
        backend.camera().awaitQueued(requests);
    }

    void complete(int frames) {
        for (int i = 0; i < frames; i++) {
            eventually(
                    () -> backend.camera().isConfigured() && backend.session().complete());
        }
    }

    /** Until the control thread has done what it was asked for so far. */
    void settle() {
        camera.validate(spec).block(LIMIT);
    }

    CaptureSession open(CaptureSpec wanted) {
        return Objects.requireNonNull(camera.open(wanted).block(LIMIT));
    }

    /** Subscribes, takes a request that completes meanwhile, and leaves. */
    void takeOne(CaptureSession session) {
        StepVerifier.create(session.requests(), 1)
                .then(() -> complete(1))
                .consumeNextWith(CompletedRequest::close)
                .thenCancel()
                .verify(LIMIT);
    }

    void assertReleasedWithoutLeaks() {
        eventually(() -> !camera.statistics().running());
        CameraAssertions.assertNoLeaks(camera, LIMIT);
    }
}
