package io.github.reactorlibcamera.test;

import static io.github.reactorlibcamera.test.CameraAssertions.assertNoLeaks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.Frame;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;

@Timeout(60)
class CameraAssertionsTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final ScriptedBackend backend = ScriptedBackend.manual().cameras("a", "b");
    private final CameraManager manager = CameraManager.create(backend);
    private final Camera camera = manager.camera("a");
    private final CaptureSpec spec = CaptureSpec.viewfinder().bufferCount(3);

    @AfterEach
    void close() {
        manager.close();
    }

    private Frame kept() {
        List<Frame> frames = new CopyOnWriteArrayList<>();
        Disposable session = camera.frames(spec).subscribe(frames::add);
        ScriptedSession scripted = backend.camera("a").awaitQueued(3);
        scripted.complete();
        backend.camera("a").awaitQueued(2);
        while (frames.isEmpty()) {
            Thread.onSpinWait();
        }
        session.dispose();
        return Objects.requireNonNull(frames.get(0));
    }

    @Test
    void aCameraThatWasNeverUsedLeaksNothing() {
        assertNoLeaks(camera);
        assertNoLeaks(manager);
    }

    @Test
    void aFrameThatIsNotClosedIsALeakUntilItIs() {
        Frame frame = kept();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertNoLeaks(camera, Duration.ofSeconds(2)))
                .withMessage("camera a leaks: of its 3 buffers 1 lent, 0 leased, 0 waiting, 0 queued, 0 abandoned,"
                        + " 2 free, after 1 deliveries; its session has ended; a frame was not closed: does each path"
                        + " close it, and does the chain end with .doOnDiscard(Frame.class, Frame::close)?");
        frame.close();
        assertNoLeaks(camera);
    }

    @Test
    void aManagerIsAskedForAllItsCameras() {
        Frame frame = kept();
        Thread closer = new Thread(frame::close);
        closer.start();
        assertNoLeaks(manager);
    }

    @Test
    void aRunningSessionLeaksWhatIsLent() {
        List<Frame> frames = new CopyOnWriteArrayList<>();
        Disposable session = camera.frames(spec).subscribe(frames::add);
        backend.camera("a").awaitQueued(3).complete();
        while (frames.isEmpty()) {
            Thread.onSpinWait();
        }
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertNoLeaks(camera, SHORT))
                .withMessageContaining("1 lent")
                .withMessageContaining("its session is running");
        frames.get(0).close();
        assertNoLeaks(camera, SHORT);
        assertThat(camera.statistics().running()).isTrue();
        session.dispose();
        assertNoLeaks(camera, LIMIT);
    }

    @Test
    void anInterruptEndsTheWait() {
        Frame frame = kept();
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertNoLeaks(camera));
        assertThat(Thread.interrupted()).isTrue();
        frame.close();
    }
}
