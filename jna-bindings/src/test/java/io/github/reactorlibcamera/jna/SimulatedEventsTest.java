package io.github.reactorlibcamera.jna;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraDisconnectedException;
import io.github.reactorlibcamera.CameraEvent;
import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CameraNotFoundException;
import io.github.reactorlibcamera.Frame;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

/** Simulated cameras that come and go, through the shim. */
@Timeout(60)
class SimulatedEventsTest extends SimulatedFixture {
    private static final String BARS = "simulated:bars";

    @AfterEach
    void plugIn() {
        camera("bars?plug");
    }

    private static String text(CameraEvent event) {
        return event.type() + " " + event.camera().id() + " " + event.camera().model();
    }

    private void pullOut() {
        StepVerifier.create(camera("bars?unpaced&disconnect=0").frames(spec))
                .expectError(CameraDisconnectedException.class)
                .verify(LIMIT);
    }

    @Test
    void eachManagerTellsOfACameraThatGoesAndComes() {
        try (CameraManager other = CameraManager.create()) {
            StepVerifier.create(other.events().map(SimulatedEventsTest::text))
                    .then(this::pullOut)
                    .expectNext("REMOVED simulated:bars Simulated camera, bars")
                    .then(() ->
                            assertThat(other.cameras()).extracting(Camera::id).doesNotContain(BARS))
                    .then(() -> camera("bars?plug"))
                    .expectNext("ADDED simulated:bars Simulated camera, bars")
                    .then(() ->
                            assertThat(other.cameras()).extracting(Camera::id).contains(BARS))
                    .then(other::close)
                    .expectComplete()
                    .verify(LIMIT);
        }
    }

    @Test
    void aCameraThatIsAwayIsWaitedFor() {
        pullOut();
        StepVerifier.create(manager.whenPresent(BARS).map(Camera::id))
                .then(() -> camera("bars?plug"))
                .expectNext(BARS)
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void theAddedEventBringsThePictureBackTenTimes() {
        Camera camera = camera("bars?fps=500&disconnect=5&reconnect=20");
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        StepVerifier.create(camera.frames(spec, Frame::sequence)
                        .retryWhen(Retry.from(retries -> retries.concatMap(retry -> {
                            failures.add(retry.failure());
                            return retry.failure() instanceof CameraException
                                    ? manager.whenPresent(camera.id())
                                    : Mono.error(retry.failure());
                        })))
                        .take(55))
                .expectNextCount(55)
                .expectComplete()
                .verify(LIMIT);
        assertThat(failures)
                .hasSizeGreaterThanOrEqualTo(10)
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOfAny(CameraDisconnectedException.class, CameraNotFoundException.class));
        eventually(() -> !camera.statistics().running());
    }
}
