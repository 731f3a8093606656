package io.github.reactorlibcamera.jna;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraDisconnectedException;
import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.CameraNotFoundException;
import io.github.reactorlibcamera.CameraTimeoutException;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureStatistics;
import io.github.reactorlibcamera.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

/** Faults of a camera, through the shim and the engine to the subscriber. */
@Timeout(60)
class SimulatedFaultsTest extends SimulatedFixture {
    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    void errorFramesAreNotDeliveredAndCountAsFailed() {
        Camera camera = camera("bars?unpaced&errors=5");
        List<Long> sequences =
                camera.frames(spec, Frame::sequence).take(100).collectList().block(LIMIT);
        assertThat(sequences).hasSize(100).isSorted().noneMatch(sequence -> sequence % 5 == 4);
        assertThat(camera.statistics().failed()).isEqualTo(sequences.get(99) + 1 - 100);
    }

    @Test
    void gapsCountAsLost() {
        Camera camera = camera("bars?unpaced&gaps=10");
        List<Long> sequences =
                camera.frames(spec, Frame::sequence).take(100).collectList().block(LIMIT);
        assertThat(sequences).hasSize(100).isSorted().noneMatch(sequence -> sequence % 11 == 10);
        assertThat(camera.statistics().lost())
                .isEqualTo(sequences.get(99) - sequences.get(0) + 1 - 100)
                .isPositive();
    }

    @Test
    void aStallEndsInATimeout() {
        StepVerifier.create(camera("bars?unpaced&stall=5").frames(spec.stallTimeout(SHORT), Frame::sequence))
                .expectNextCount(5)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(CameraTimeoutException.class)
                        .hasMessageContaining("has not completed a request")
                        .hasMessageContaining("it stalls"))
                .verify(LIMIT);
    }

    @Test
    void aStallWithoutATimeoutIsWaitedForUntilTheCancel() {
        Camera camera = camera("bars?unpaced&stall=5");
        List<Throwable> errors = new CopyOnWriteArrayList<>();
        Disposable subscriber =
                camera.frames(spec.stallTimeout(Duration.ZERO), Frame::sequence).subscribe(sequence -> {}, errors::add);
        eventually(() -> camera.statistics().delivered() == 5);
        // Another that stalls as well is the clock.
        StepVerifier.create(camera("gradient?unpaced&stall=0").frames(spec.stallTimeout(SHORT)))
                .expectError(CameraTimeoutException.class)
                .verify(LIMIT);
        assertThat(errors).isEmpty();
        assertThat(camera.statistics().running()).isTrue();
        subscriber.dispose();
    }

    @Test
    void aCameraThatStallsBelowThreeRequestsTimesOutWithOne() {
        StepVerifier.create(camera("bars?unpaced&stall-below=3").frames(spec.stallTimeout(SHORT)), 1)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(CameraTimeoutException.class)
                        .hasMessageContaining("minQueued"))
                .verify(LIMIT);
    }

    @Test
    void aCameraThatStallsBelowThreeRequestsRunsWithThreeAndDeliversNoneStale() throws InterruptedException {
        Camera camera = camera("bars?fps=500&stall-below=3");
        assertThat(ages(camera.frames(spec.minQueued(3).capturedAfterDemand()), 10))
                .noneMatch(age -> age > 0);
        assertThat(camera.statistics().surplus()).isPositive();
    }

    @Test
    void aBacklogAnswersDemandWithPicturesTakenBefore() throws InterruptedException {
        assertThat(ages(camera("bars?fps=200&backlog=4").frames(spec), 5)).anyMatch(age -> age > 0);
    }

    @Test
    void capturedAfterDemandDeliversNoPictureTakenBefore() throws InterruptedException {
        Camera camera = camera("bars?fps=200&backlog=4");
        assertThat(ages(camera.frames(spec.capturedAfterDemand()), 5)).noneMatch(age -> age > 0);
        assertThat(camera.statistics().stale()).isPositive();
    }

    /** Asks for one frame at a time, a while after the one before; returns how much older than its demand each was. */
    private List<Long> ages(Flux<Frame> frames, int count) throws InterruptedException {
        BlockingQueue<Long> captured = new LinkedBlockingQueue<>();
        BaseSubscriber<Frame> subscriber = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                // asked below
            }

            @Override
            protected void hookOnNext(Frame frame) {
                try (frame) {
                    captured.add(frame.capturedAt());
                }
            }
        };
        frames.subscribe(subscriber);
        List<Long> ages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long asked = System.nanoTime();
            subscriber.request(1);
            Long at = captured.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(at).isNotNull();
            ages.add(asked - at);
            awaitTicks(5);
        }
        subscriber.cancel();
        return ages;
    }

    @Test
    void aDisconnectIsAnErrorAndRetryWhenBringsThePictureBack() {
        Camera camera = camera("bars?fps=500&disconnect=5&reconnect=20");
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        StepVerifier.create(camera.frames(spec, Frame::sequence)
                        .retryWhen(Retry.fixedDelay(1_000, Duration.ofMillis(5))
                                .doBeforeRetry(retry -> failures.add(retry.failure())))
                        .takeUntil(sequence -> disconnects(failures) >= 10))
                .thenConsumeWhile(sequence -> true)
                .expectComplete()
                .verify(LIMIT);
        assertThat(failures)
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOfAny(CameraDisconnectedException.class, CameraNotFoundException.class));
        eventually(() -> !camera.statistics().running());
        assertThat(camera.statistics().sessions()).isGreaterThanOrEqualTo(11);
        camera("bars?plug");
    }

    private static long disconnects(List<Throwable> failures) {
        return failures.stream()
                .filter(CameraDisconnectedException.class::isInstance)
                .count();
    }

    @Test
    void aDisconnectWithoutDemandIsSeen() {
        Camera camera = camera("bars?unpaced&disconnect=0&reconnect=0");
        StepVerifier.create(camera.frames(spec), 0)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                CameraDisconnectedException.class,
                                gone -> assertThat(gone.cameraId()).isEqualTo(camera.id())))
                .verify(LIMIT);
    }

    @Test
    void aStartThatIsRefusedLeavesTheCameraFree() {
        Camera camera = camera("bars?unpaced&start-refused=2");
        AtomicInteger refused = new AtomicInteger();
        assertThat(camera.frames(spec, Frame::sequence)
                        .doOnError(CameraException.class, error -> {
                            assertThat(error.errno()).isEqualTo(5);
                            refused.incrementAndGet();
                        })
                        .retry(2)
                        .take(3)
                        .collectList()
                        .block(LIMIT))
                .hasSize(3);
        assertThat(refused).hasValue(2);
        assertThat(camera("bars?unpaced").frames(spec, Frame::sequence).blockFirst(LIMIT))
                .isNotNull();
    }

    /** Asks when it is ready, and gets the newest frame that was taken in: there is no newer one when onNext begins. */
    @Test
    void latestGivesWhoAsksWhenReadyTheNewestFrame() {
        Camera camera = camera("bars?fps=200");
        List<String> overtaken = new ArrayList<>();
        long[] first = {-1};
        StepVerifier.Step<Long> steps = StepVerifier.create(
                camera.frames(spec.policy(CapturePolicy.LATEST), frame -> {
                    CaptureStatistics now = camera.statistics();
                    long takenIn = now.delivered() + now.dropped() + now.lost();
                    first[0] = first[0] < 0 ? frame.sequence() + 1 - takenIn : first[0];
                    if (frame.sequence() != first[0] + takenIn - 1) {
                        overtaken.add(frame + " with " + now);
                    }
                    return frame.sequence();
                }),
                0);
        for (int i = 0; i < 10; i++) {
            long enough = 3L * (i + 1);
            steps = steps.then(() -> eventually(() -> camera.statistics().dropped() >= enough))
                    .thenRequest(1)
                    .expectNextCount(1);
        }
        steps.thenCancel().verify(LIMIT);
        assertThat(overtaken).isEmpty();
    }
}
