package io.github.reactorlibcamera.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraDisconnectedException;
import io.github.reactorlibcamera.CameraEvent;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CameraManagerClosedException;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.spi.CameraDescriptor;
import io.github.reactorlibcamera.test.ScriptedBackend;
import io.github.reactorlibcamera.test.ScriptedCamera;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.StepVerifier.Step;
import reactor.util.retry.Retry;

/** Cameras that come and go. */
@Timeout(60)
class CameraEventsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String FIRST = "scripted:a";
    private static final String SECOND = "scripted:b";
    private static final int WAITING = 256;

    private final ScriptedBackend backend = ScriptedBackend.automatic().cameras(FIRST, SECOND);
    private final ScriptedCamera first = backend.camera(FIRST);
    private final CameraManager manager = CameraManager.create(backend);

    @AfterEach
    void close() {
        manager.close();
    }

    private static String text(CameraEvent event) {
        return event.type() + " " + event.camera().id();
    }

    @Test
    void tellsOfEachCameraThatGoesAndComes() {
        StepVerifier.create(manager.events().map(CameraEventsTest::text))
                .then(first::disconnect)
                .expectNext("REMOVED " + FIRST)
                .then(backend.camera(SECOND)::disconnect)
                .expectNext("REMOVED " + SECOND)
                .then(first::reconnect)
                .expectNext("ADDED " + FIRST)
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void tellsNothingTwiceAndNothingOfThePast() {
        first.disconnect();
        first.disconnect();
        StepVerifier.create(manager.events().map(CameraEventsTest::text))
                .then(first::disconnect)
                .then(first::reconnect)
                .then(first::reconnect)
                .then(first::disconnect)
                .then(manager::close)
                .expectNext("ADDED " + FIRST, "REMOVED " + FIRST)
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void tellsSeveralSubscribersAndWaitsForNone() {
        StepVerifier.create(manager.events().map(CameraEventsTest::text), 0)
                .then(first::disconnect)
                .then(() -> {
                    Mono<CameraEvent> other = manager.events().next();
                    StepVerifier.create(other.map(CameraEventsTest::text))
                            .then(first::reconnect)
                            .expectNext("ADDED " + FIRST)
                            .expectComplete()
                            .verify(LIMIT);
                })
                .thenRequest(1)
                .expectNext("REMOVED " + FIRST)
                .thenRequest(1)
                .expectNext("ADDED " + FIRST)
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void whoLetsTooManyWaitGetsThoseAndThenAnError() {
        Step<CameraEvent> steps = StepVerifier.create(manager.events(), 0);
        for (int i = 0; i < WAITING; i++) {
            steps = steps.then(first::disconnect).then(first::reconnect);
        }
        List<CameraEvent.Type> types = new ArrayList<>();
        steps.thenRequest(Long.MAX_VALUE)
                .thenConsumeWhile(event -> types.add(event.type()))
                .expectErrorMatches(Exceptions::isOverflow)
                .verify(LIMIT);
        assertThat(types).hasSizeBetween(WAITING, WAITING + 2);
        for (int i = 0; i < types.size(); i++) {
            assertThat(types.get(i)).isEqualTo(i % 2 == 0 ? CameraEvent.Type.REMOVED : CameraEvent.Type.ADDED);
        }
    }

    @Test
    void completesWithTheManagerAlsoForWhoComesLater() {
        StepVerifier.create(manager.events())
                .then(manager::close)
                .expectComplete()
                .verify(LIMIT);
        StepVerifier.create(manager.events()).expectComplete().verify(LIMIT);
    }

    @Test
    void whereSomeWereLostWhatIsThereNowIsToldAnew() {
        CameraEvents events = new CameraEvents(new FixedSystem(FIRST, SECOND), this::camera);
        StepVerifier.create(events.flux().map(CameraEventsTest::text))
                .then(() -> events.cameraRemoved(descriptor(SECOND)))
                .expectNext("REMOVED " + SECOND)
                .then(events::camerasLost)
                .expectNext("REMOVED " + FIRST, "ADDED " + FIRST, "ADDED " + SECOND)
                .thenCancel()
                .verify(LIMIT);
    }

    private Camera camera(CameraDescriptor descriptor) {
        return manager.camera(descriptor.id());
    }

    private static CameraDescriptor descriptor(String id) {
        return new CameraDescriptor(id, "Fixed", Camera.Location.UNKNOWN, true);
    }

    @Test
    void aCameraThatIsThereNeedNotBeWaitedFor() {
        assertThat(manager.whenPresent(FIRST).map(Camera::id).block(LIMIT)).isEqualTo(FIRST);
    }

    @Test
    void aCameraThatComesIsNoticed() {
        first.disconnect();
        StepVerifier.create(manager.whenPresent(FIRST).map(Camera::id))
                .then(backend.camera(SECOND)::disconnect)
                .then(backend.camera(SECOND)::reconnect)
                .then(first::reconnect)
                .expectNext(FIRST)
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void theWaitForACameraEndsWithTheManager() {
        StepVerifier.create(manager.whenPresent("no such camera"))
                .then(manager::close)
                .expectError(CameraManagerClosedException.class)
                .verify(LIMIT);
    }

    @Test
    void retryWhenBringsThePictureBack() {
        Camera camera = manager.camera(FIRST);
        List<Throwable> failures = new ArrayList<>();
        StepVerifier.create(
                        camera.frames(CaptureSpec.viewfinder(), Frame::sequence)
                                .retryWhen(Retry.from(retries -> retries.concatMap(retry -> {
                                    failures.add(retry.failure());
                                    return manager.whenPresent(camera.id());
                                }))),
                        1)
                .expectNext(0L)
                .then(first::disconnect)
                .then(first::reconnect)
                .thenRequest(1)
                .expectNext(0L)
                .thenCancel()
                .verify(LIMIT);
        assertThat(failures).hasOnlyElementsOfType(CameraDisconnectedException.class);
    }
}
