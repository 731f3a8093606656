package io.github.reactorlibcamera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/**
 * What a user's operators do with frames in their hands: none is lost on the way, and none is left lent at the end. Where an operator
 * of Reactor's drops an element without discarding it, leak detection brings the buffer home.
 */
@Timeout(120)
public abstract class OperatorContract extends CameraFixture {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final int MANY = 500;

    // ---- other threads

    @Test
    void publishOnWithItsPrefetchOf256TakesWhatThePoolHasAndLosesNothing() {
        List<Long> sequences =
                run(frames().publishOn(elsewhere).map(CameraFixture::use).take(300));
        assertThat(sequences).hasSize(300);
        awaitHome();
        assertNoneLost(sequences);
    }

    @Test
    void publishOnWithAPrefetchOfOneHoldsOneFrame() {
        AtomicInteger most = new AtomicInteger();
        List<Long> sequences = run(frames().publishOn(elsewhere, 1)
                .map(frame -> {
                    most.accumulateAndGet(camera.statistics().lent(), Math::max);
                    return use(frame);
                })
                .take(50));
        awaitHome();
        assertNoneLost(sequences);
        assertThat(most).hasValue(1);
    }

    @Test
    void aCancelWhilePublishOnIsAtWorkLeaksNothing() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Disposable subscription = framesToBeHeld()
                .publishOn(elsewhere)
                .map(frame -> {
                    inside.countDown();
                    awaitUninterruptibly(cancelled);
                    return use(frame);
                })
                .doOnDiscard(Frame.class, Frame::close)
                .subscribe();
        assertThat(inside.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        awaitAllHeld();
        subscription.dispose();
        cancelled.countDown();
        awaitHome();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true; // by the cancel, which disposes of the operator's worker
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** reactor-core's issue 4396: the drain that was scheduled never runs, and nobody else clears the queue. */
    @Test
    void whatPublishOnHoldsWhenItIsCancelledBeforeItsDrainBeganIsCollected() {
        CountDownLatch free = new CountDownLatch(1);
        elsewhere.schedule(() -> awaitUninterruptibly(free));
        fillPublishOnAndCancel();
        free.countDown();
        awaitCollected(BUFFERS);
    }

    /** Its own method, so that no local variable holds the chain. */
    private void fillPublishOnAndCancel() {
        Disposable subscription = framesToBeHeld()
                .publishOn(elsewhere)
                .doOnDiscard(Frame.class, Frame::close)
                .subscribe(Frame::close);
        awaitAllHeld();
        subscription.dispose();
    }

    @Test
    void flatMapWorksOnAsManyFramesAsItsConcurrencySays() {
        AtomicInteger held = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        int concurrency = BUFFERS - 1;
        List<Long> sequences = run(frames().flatMap(
                        frame -> {
                            most.accumulateAndGet(held.incrementAndGet(), Math::max);
                            return Mono.fromCallable(() -> {
                                        held.decrementAndGet();
                                        return use(frame);
                                    })
                                    .subscribeOn(Schedulers.parallel())
                                    .doFinally(signal -> frame.close()); // also by a cancel before it began
                        },
                        concurrency)
                .take(100));
        assertThat(sequences).hasSize(100).doesNotHaveDuplicates();
        assertThat(most.get()).isBetween(1, concurrency);
    }

    @Test
    void concatMapKeepsTheOrder() {
        List<Long> sequences = run(
                frames().concatMap(frame -> Mono.fromCallable(() -> use(frame)).subscribeOn(elsewhere))
                        .take(100));
        awaitHome();
        assertNoneLost(sequences);
    }

    @Test
    void concatMapThatIsCancelledGivesBackWhatItHolds() {
        Disposable subscription = framesToBeHeld()
                .concatMap(frame -> Mono.never().doFinally(signal -> frame.close()), 2 * BUFFERS)
                .doOnDiscard(Frame.class, Frame::close)
                .subscribe();
        awaitAllHeld();
        subscription.dispose();
        awaitHome();
    }

    @Test
    void delayElementsLosesNothing() {
        List<Long> sequences = run(frames().delayElements(Duration.ofMillis(1))
                .map(CameraFixture::use)
                .take(20));
        awaitHome();
        assertNoneLost(sequences);
    }

    // ---- several frames at once

    @Test
    void buffersWithinThePoolFlow() {
        List<Long> sequences = run(frames().buffer(BUFFERS - 1)
                .concatMapIterable(
                        buffer -> buffer.stream().map(CameraFixture::use).toList())
                .take(60));
        awaitHome();
        assertNoneLost(sequences);
    }

    @Test
    void aBufferCutShortByACancelIsGivenBack() {
        Disposable subscription = framesToBeHeld()
                .buffer(BUFFERS + 1)
                .doOnDiscard(Frame.class, Frame::close)
                .subscribe();
        awaitAllHeld();
        subscription.dispose();
        awaitHome();
    }

    @Test
    void aBufferBeyondThePoolIsAStarvationAndNoStall() {
        StepVerifier.create(camera.frames(spec().stallTimeout(SHORT))
                        .buffer(BUFFERS + 1)
                        .doOnDiscard(Frame.class, Frame::close))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(BufferStarvationException.class)
                        .isNotInstanceOf(CameraTimeoutException.class)
                        .hasMessageContaining("all buffers of camera " + cameraId() + " are lent")
                        .hasMessageContaining("close() forgotten")
                        .hasMessageContaining("buffer(n)")
                        .hasMessageContaining("CaptureSpec.bufferCount"))
                .verify(LIMIT);
    }

    @Test
    void windowsFlow() {
        List<Long> sequences = run(frames().window(2)
                .concatMap(window -> window.map(CameraFixture::use), 1)
                .take(40));
        awaitHome();
        assertNoneLost(sequences);
    }

    @Test
    void zipWithAnIntervalTakesFramesInOrder() {
        List<Long> sequences =
                run(zipped().takeUntil(sequence -> camera.statistics().delivered() >= 20));
        awaitHome();
        assertNoneLost(sequences);
    }

    private Flux<Long> zipped() {
        return Flux.zip(
                frames(), Flux.interval(Duration.ofMillis(1)).onBackpressureDrop(), (frame, tick) -> use(frame));
    }

    // ---- fewer frames

    @Test
    void takeDeliversThatManyAndReleasesTheCamera() {
        assertThat(run(frames().take(7).map(CameraFixture::use))).hasSize(7);
        awaitHome();
        assertThat(camera.statistics().delivered()).isEqualTo(7);
    }

    @Test
    void takeUntilEndsWithTheFrameItLooksFor() {
        List<Long> sequences =
                run(frames().takeUntil(frame -> frame.sequence() >= 5).map(CameraFixture::use));
        assertThat(sequences.get(sequences.size() - 1)).isGreaterThanOrEqualTo(5);
        assertThat(sequences.subList(0, sequences.size() - 1)).allMatch(sequence -> sequence < 5);
    }

    @Test
    void takeUntilOtherEndsWithTheOther() {
        Sinks.Empty<Void> other = Sinks.empty();
        AtomicInteger used = new AtomicInteger();
        run(frames().takeUntilOther(other.asMono()).map(CameraFixture::use).doOnNext(sequence -> {
            if (used.incrementAndGet() == 10) {
                other.tryEmitEmpty();
            }
        }));
        assertThat(used).hasValue(10);
    }

    @Test
    void filterAndSkipGiveBackWhatTheyDrop() {
        List<Long> sequences = run(frames().skip(3)
                .filter(frame -> frame.sequence() % 2 == 0)
                .map(CameraFixture::use)
                .take(20));
        assertThat(sequences).hasSize(20).allMatch(sequence -> sequence % 2 == 0);
    }

    @Test
    void onBackpressureLatestGivesBackWhatIsOvertaken() {
        assertOvertaken(manyFrames().onBackpressureLatest());
    }

    @Test
    void onBackpressureDropGivesBackWhatIsTooMuch() {
        assertOvertaken(manyFrames().onBackpressureDrop(Frame::close));
    }

    @Test
    void onBackpressureBufferGivesBackWhatItDoesNotHold() {
        assertOvertaken(manyFrames().onBackpressureBuffer(2, Frame::close, BufferOverflowStrategy.DROP_OLDEST));
    }

    private Flux<Frame> manyFrames() {
        return frames().take(MANY);
    }

    private void assertOvertaken(Flux<Frame> chain) {
        List<Long> sequences = run(chain.publishOn(elsewhere, 1).map(this::useSlowly));
        assertThat(sequences).hasSizeBetween(1, MANY - 1).isSorted().doesNotHaveDuplicates();
        assertThat(camera.statistics().delivered()).isEqualTo(MANY);
    }

    /** A consumer that the camera overtakes: takes until the camera has delivered some more. */
    private long useSlowly(Frame frame) {
        long enough = Math.min(MANY, camera.statistics().delivered() + 2 * BUFFERS);
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(LIMIT)
                .until(() -> camera.statistics().delivered() >= enough);
        return use(frame);
    }

    @Test
    void timeoutEndsAChainThatHangs() {
        StepVerifier.create(frames().concatMap(frame -> Mono.never().doFinally(signal -> frame.close()), 1)
                        .timeout(SHORT)
                        .doOnDiscard(Frame.class, Frame::close))
                .expectError(TimeoutException.class)
                .verify(LIMIT);
    }

    @Test
    void timeoutDoesNothingWhileFramesCome() {
        assertThat(run(frames().timeout(LIMIT).map(CameraFixture::use).take(50)))
                .hasSize(50);
    }

    // ---- demand

    @Test
    void limitRateAsksForAsMuchAsItSays() {
        AtomicInteger most = new AtomicInteger();
        List<Long> sequences = run(frames().limitRate(2)
                .doOnNext(frame -> {
                    CaptureStatistics now = camera.statistics();
                    most.accumulateAndGet(now.lent() + now.queued() + now.waiting(), Math::max);
                })
                .map(CameraFixture::use)
                .take(50));
        awaitHome();
        assertNoneLost(sequences);
        assertThat(most.get()).isBetween(1, 2);
    }

    @Test
    void requestAndCancelFromInsideOnNext() throws InterruptedException {
        List<Long> sequences = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        frames().subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                request(1);
            }

            @Override
            protected void hookOnNext(Frame frame) {
                request(1); // before the close as well as after it
                sequences.add(use(frame));
                if (sequences.size() == 100) {
                    cancel();
                    request(1);
                    done.countDown();
                }
            }
        });
        assertThat(done.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        awaitHome();
        assertThat(sequences).hasSize(100);
        assertNoneLost(sequences);
    }

    @Test
    void aStreamThatIsLeftEarlyGivesBackWhatItHolds() {
        try (Stream<Long> stream = frames().map(CameraFixture::use).toStream(2)) {
            assertThat(stream.limit(10)).hasSize(10);
        }
    }

    // ---- what operators lose: the buffers come home by a garbage collection

    @Test
    void aMapThatThrowsLosesTheFrameThatItDoesNotClose() {
        StepVerifier.create(frames().map(frame -> {
                    try (frame) {
                        throw new IllegalStateException("map");
                    }
                }))
                .expectErrorMessage("map")
                .verify(LIMIT);
        awaitHome();
        failWithoutClosing();
        awaitReleased();
        assertThat(camera.statistics().lent()).isEqualTo(1);
        awaitCollected(1);
    }

    private void failWithoutClosing() {
        StepVerifier.create(frames().map(frame -> {
                            throw new IllegalStateException("map");
                        })
                        .doOnDiscard(Frame.class, Frame::close))
                .expectErrorMessage("map")
                .verify(LIMIT);
    }

    /** It discards what is overtaken by a newer one, and not what it holds when it is cancelled. */
    @Test
    void sampleLosesTheFrameThatItHoldsAtTheEnd() {
        sample();
        awaitCollected(1);
    }

    private void sample() {
        List<Long> sequences = run(
                frames().sample(Duration.ofMillis(5)).map(CameraFixture::use).take(5));
        assertThat(sequences).hasSize(5).isSorted().doesNotHaveDuplicates();
    }

    /** A frame that comes while it is cancelled is kept, in a place that nobody looks at any more. */
    @Test
    void onBackpressureLatestMayLoseAFrameWhenItIsCancelled() {
        for (int i = 0; i < 20; i++) {
            cancelOnBackpressureLatest();
        }
        awaitCollected(1);
    }

    private void cancelOnBackpressureLatest() {
        assertThat(run(frames().onBackpressureLatest()
                        .publishOn(elsewhere, 1)
                        .map(CameraFixture::use)
                        .take(5)))
                .hasSize(5);
    }

    /** It has no discard support. */
    @Test
    void takeWhileLosesTheFrameThatEndsIt() {
        takeWhile();
        awaitCollected(1);
    }

    private void takeWhile() {
        assertThat(run(frames().takeWhile(frame -> frame.sequence() < 5).map(CameraFixture::use)))
                .allMatch(sequence -> sequence < 5);
    }

    /** A cancel by the last element that was asked for leaves its drain without a look at the queues. */
    @Test
    void zipLosesWhatItHoldsWhenTakeEndsIt() {
        takeOfZip();
        awaitCollected(BUFFERS);
    }

    private void takeOfZip() {
        assertThat(run(zipped().take(20))).hasSize(20);
    }
}
