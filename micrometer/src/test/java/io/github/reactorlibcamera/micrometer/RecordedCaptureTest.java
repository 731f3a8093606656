package io.github.reactorlibcamera.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.test.ScriptedBackend;
import io.github.reactorlibcamera.test.ScriptedCamera;
import io.github.reactorlibcamera.test.ScriptedSession;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** What the meters tell of real sessions, on the scripted camera. */
class RecordedCaptureTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ScriptedBackend backend = ScriptedBackend.manual();
    private final ScriptedCamera scripted = backend.camera();
    private final CameraManager manager = CameraManager.create(backend);
    private final Camera camera = manager.camera(ScriptedBackend.CAMERA);
    private final CaptureSpec spec =
            CaptureSpec.viewfinder().bufferCount(4).recorder(new MicrometerCaptureRecorder(registry));

    @AfterEach
    void close() {
        manager.close();
    }

    private double frames(String outcome) {
        return registry.get("libcamera.frames")
                .tags("camera", ScriptedBackend.CAMERA, "outcome", outcome)
                .counter()
                .count();
    }

    private double buffers(String state) {
        return registry.get("libcamera.buffers").tags("state", state).gauge().value();
    }

    @Test
    void tellsOfFramesAndBuffers() {
        List<Frame> lent = new ArrayList<>();
        StepVerifier.create(camera.frames(spec), 2)
                .then(() -> {
                    ScriptedSession session = scripted.awaitQueued(2);
                    assertThat(buffers("queued")).isEqualTo(2);
                    assertThat(buffers("free")).isEqualTo(2);
                    session.complete(false);
                    scripted.awaitQueued(2).complete();
                    scripted.gap(3);
                    session.complete();
                })
                .consumeNextWith(lent::add)
                .consumeNextWith(Frame::close)
                .thenCancel()
                .verify(LIMIT);
        assertThat(frames("delivered")).isEqualTo(2);
        assertThat(frames("failed")).isEqualTo(1);
        assertThat(frames("lost")).isEqualTo(3);
        assertThat(registry.get("libcamera.latency").timer().count()).isEqualTo(2);
        await().atMost(LIMIT).until(() -> buffers("free") == 3);
        assertThat(buffers("lent")).isEqualTo(1);
        lent.forEach(Frame::close);
        assertThat(buffers("lent")).isZero();
        assertThat(buffers("free")).isEqualTo(4);
    }

    @Test
    void tellsOfFramesThatWereReplaced() {
        StepVerifier.create(camera.frames(spec.policy(CapturePolicy.LATEST)), 0)
                .then(() -> {
                    for (int i = 0; i < 5; i++) {
                        scripted.awaitQueued(i == 0 ? 4 : 3).complete();
                    }
                })
                .then(() -> await().atMost(LIMIT).until(() -> frames("dropped") == 4))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void tellsOfSessionsAndWhyTheyEnded() {
        StepVerifier.create(camera.frames(spec), 1)
                .then(() -> scripted.awaitQueued(1))
                .then(scripted::disconnect)
                .expectError()
                .verify(LIMIT);
        assertThat(registry.get("libcamera.sessions.errors")
                        .tags("exception", "CameraDisconnectedException")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("libcamera.sessions").counter().count()).isEqualTo(1);
    }
}
