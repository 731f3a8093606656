package io.github.reactorlibcamera.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** A paced camera and the engine in virtual time: the frames are those of the time, every time. */
@Timeout(60)
class VirtualTimeTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final CaptureSpec SPEC = CaptureSpec.viewfinder().bufferCount(4);

    private @Nullable ScriptedBackend backend;
    private @Nullable CameraManager manager;

    /** To be called within virtual time. */
    private Camera open(Scheduler time) {
        backend = ScriptedBackend.paced(PERIOD, time).clock(() -> time.now(TimeUnit.NANOSECONDS));
        manager = CameraManager.create(backend);
        return manager.camera(ScriptedBackend.CAMERA);
    }

    @AfterEach
    void close() {
        manager().close();
    }

    private CameraManager manager() {
        return Objects.requireNonNull(manager);
    }

    private void awaitQueued(int requests) {
        Objects.requireNonNull(backend).camera().awaitQueued(requests);
    }

    @RepeatedTest(20)
    void aFramePerPeriod() {
        StepVerifier.withVirtualTime(() -> {
                    Scheduler time = Schedulers.parallel();
                    return open(time)
                            .frames(SPEC.scheduler(time), Frame::timestamp)
                            .map(TimeUnit.NANOSECONDS::toMillis)
                            .take(52);
                })
                .expectSubscription()
                .then(() -> awaitQueued(4))
                .expectNoEvent(Duration.ofMillis(99))
                .thenAwait(Duration.ofMillis(1))
                .expectNext(100L)
                .expectNoEvent(Duration.ofMillis(99))
                .thenAwait(Duration.ofMillis(1))
                .expectNext(200L)
                .thenAwait(PERIOD.multipliedBy(50))
                .expectNextSequence(
                        LongStream.rangeClosed(3, 52).mapToObj(n -> n * 100).toList())
                .then(() -> CameraAssertions.assertNoLeaks(manager()))
                .expectComplete()
                .verify(LIMIT);
    }

    @RepeatedTest(20)
    void aSlowSubscriberOfLatestGetsTheNewest() {
        List<Long> seen = new ArrayList<>();
        StepVerifier.withVirtualTime(() -> {
                    Scheduler time = Schedulers.parallel();
                    return open(time)
                            .frames(SPEC.scheduler(time).policy(CapturePolicy.LATEST), Frame::sequence)
                            .concatMap(n -> Flux.just(n).delayElements(Duration.ofMillis(240)), 1)
                            .take(4);
                })
                .expectSubscription()
                .then(() -> awaitQueued(4))
                .thenAwait(PERIOD.multipliedBy(30))
                .recordWith(() -> seen)
                .expectNextCount(4)
                .then(() -> CameraAssertions.assertNoLeaks(manager()))
                .expectComplete()
                .verify(LIMIT);
        assertThat(seen).containsExactly(0L, 1L, 2L, 4L);
    }
}
