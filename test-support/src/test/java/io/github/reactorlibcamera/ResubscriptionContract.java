package io.github.reactorlibcamera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

/** What operators do that subscribe to a camera again, or several times, and subscribers that come and go, or never return. */
@Timeout(120)
public abstract class ResubscriptionContract extends CameraFixture {
    /** {@return how often a subscriber comes and goes; fewer for a camera that takes its time} */
    protected int cycles() {
        return 10_000;
    }

    // ---- one after the other

    @Test
    void repeatSubscribesAgainAndNeverFindsTheCameraBusy() {
        assertThat(run(frames().take(2).map(CameraFixture::use).repeat(9))).hasSize(20);
        assertThat(camera.statistics().sessions()).isEqualTo(10);
    }

    @Test
    void retryWhenAfterAMapThatFailsNeverFindsTheCameraBusy() {
        AtomicInteger failures = new AtomicInteger();
        assertThat(run(frames().map(frame -> {
                            long sequence = use(frame);
                            if (failures.getAndIncrement() < 10) {
                                throw new IllegalStateException("again");
                            }
                            return sequence;
                        })
                        .retryWhen(Retry.fixedDelay(10, Duration.ofMillis(1)))
                        .take(3)))
                .hasSize(3);
        assertThat(camera.statistics().sessions()).isEqualTo(11);
    }

    @Test
    void retryWhenAfterAStarvationGoesOn() {
        List<Frame> kept = new CopyOnWriteArrayList<>();
        assertThat(run(camera.frames(spec().stallTimeout(Duration.ofMillis(300)))
                        .doOnNext(kept::add)
                        .map(Frame::sequence)
                        .retryWhen(Retry.max(2).doBeforeRetry(retry -> {
                            assertThat(retry.failure()).isInstanceOf(BufferStarvationException.class);
                            assertThat(kept).hasSize(BUFFERS);
                            kept.forEach(Frame::close);
                            kept.clear();
                        }))
                        .take(2 * BUFFERS + 1)))
                .hasSize(2 * BUFFERS + 1);
        kept.forEach(Frame::close);
    }

    @Test
    void switchMapFromInsideOnNextNeverFindsTheCameraBusy() {
        Sinks.Many<Integer> switches = Sinks.many().unicast().onBackpressureBuffer();
        AtomicInteger used = new AtomicInteger();
        switches.tryEmitNext(0).orThrow();
        run(switches.asFlux()
                .switchMap(i -> frames().map(CameraFixture::use))
                .doOnNext(sequence -> {
                    if (used.incrementAndGet() % 3 == 0) {
                        switches.tryEmitNext(used.get()).orThrow();
                    }
                })
                .takeUntil(sequence -> used.get() == 60));
        awaitHome();
        // One that is switched away from before its camera is acquired is none: two threads may switch, one for both.
        assertThat(camera.statistics().sessions()).isBetween(10L, 21L);
    }

    @Test
    void aFallbackOntoTheSameCameraNeverFindsItBusy() {
        Mono<Long> hung = frames().concatMap(frame -> Mono.<Long>never().doFinally(signal -> frame.close()), 1)
                .next();
        assertThat(run(hung.flux()
                        .timeout(
                                Duration.ofMillis(100),
                                frames().map(CameraFixture::use).take(3))))
                .hasSize(3);
    }

    @Test
    void usingASessionGivesTheCameraBackHoweverItEnds() {
        for (int i = 0; i < 10; i++) {
            assertThat(camera.withSession(
                                    spec(),
                                    session -> session.requests()
                                            .map(request -> use(request.frame()))
                                            .take(2))
                            .blockLast(LIMIT))
                    .isNotNull();
            StepVerifier.create(camera.withSession(spec(), session -> Flux.error(new IllegalStateException("use"))))
                    .expectErrorMessage("use")
                    .verify(LIMIT);
            camera.withSession(spec(), session -> Mono.never()).subscribe().dispose();
        }
    }

    // ---- several at once

    /**
     * By a source that ends. A share() whose last subscriber leaves while its queue is drained may forget to cancel its source, with
     * any source (reactor-core 3.8.7): {@link Camera#sharedFrames} is for subscribers that come and go.
     */
    @Test
    void shareLetsMappedFramesBeSeenBySeveral() {
        Flux<Long> shared =
                camera.frames(spec(), Frame::sequence).take(500).publish().refCount(3);
        List<List<Long>> seen =
                run(Flux.merge(shared.take(5).collectList(), shared.take(50).collectList(), shared.collectList()));
        assertThat(seen).extracting(List::size).containsExactly(5, 50, 500);
        assertThat(seen.get(2)).startsWith(seen.get(0).toArray(Long[]::new));
        assertThat(seen.get(2)).startsWith(seen.get(1).toArray(Long[]::new));
        awaitHome();
        assertNoneLost(seen.get(2));
    }

    @Test
    void sharedFramesGiveEachSubscriberHandlesOfItsOwn() {
        Flux<Frame> shared = camera.sharedFrames(spec());
        List<Long> counts = run(Flux.range(0, 60)
                .flatMap(
                        i -> shared.take(1 + i % 7)
                                .map(CameraFixture::use)
                                .count()
                                .subscribeOn(Schedulers.boundedElastic()),
                        5));
        assertThat(counts).hasSize(60).allMatch(count -> count >= 1 && count <= 7);
    }

    @Test
    void aSharedSubscriberWithoutDemandHoldsUpNobody() {
        Flux<Frame> shared = camera.sharedFrames(spec());
        StepVerifier.create(shared, 0)
                .then(() -> assertThat(run(shared.map(CameraFixture::use).take(100)))
                        .hasSize(100))
                .thenRequest(1)
                .consumeNextWith(CameraFixture::use)
                .thenCancel()
                .verify(LIMIT);
        awaitHome();
        assertThat(camera.statistics().sessions()).isEqualTo(1);
    }

    // ---- coming and going

    @Test
    void subscribersThatComeAndGoLeaveNoThreadNoDescriptorAndNoMemory() {
        comeAndGo(Math.min(500, cycles()));
        Usage before = settled();
        comeAndGo(cycles());
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(settled()).satisfies(after -> {
                    assertThat(after.cameraThreads()).as("threads").isLessThanOrEqualTo(before.cameraThreads());
                    assertThat(after.threads())
                            .as("all threads")
                            .isLessThanOrEqualTo(before.threads() + Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE);
                    assertThat(after.descriptors()).as("descriptors").isLessThanOrEqualTo(before.descriptors() + 8);
                    assertThat(after.mappings()).as("mappings").isLessThanOrEqualTo(before.mappings() + 64);
                    assertThat(after.heap()).as("heap").isLessThanOrEqualTo(before.heap() + (8L << 20));
                }));
    }

    /** Cancels at once, after the first frame, and while one is lent, in turn. */
    private void comeAndGo(int times) {
        for (int i = 0; i < times; i++) {
            switch (i % 8) {
                case 0 -> run(frames().take(1).map(CameraFixture::use));
                case 1 -> Objects.requireNonNull(frames().next().block(LIMIT)).close();
                case 2 ->
                    camera.open(spec()).flatMap(CaptureSession::closeLater).block(LIMIT);
                default ->
                    frames().doOnDiscard(Frame.class, Frame::close)
                            .subscribe(Frame::close)
                            .dispose();
            }
        }
        awaitHome();
    }

    private record Usage(long cameraThreads, long threads, long descriptors, long mappings, long heap) {}

    private Usage settled() {
        System.gc();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"));
                Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
            List<Thread> threads = List.copyOf(Thread.getAllStackTraces().keySet());
            return new Usage(
                    threads.stream()
                            .filter(thread -> thread.getName().startsWith("camera " + cameraId()))
                            .count(),
                    threads.size(),
                    descriptors.count(),
                    mappings.count(),
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    // ---- never returning

    /** Stays inside its first onNext until it is let go. */
    private static final class StuckSubscriber extends BaseSubscriber<Frame> {
        final CountDownLatch inside = new CountDownLatch(1);
        final CountDownLatch letGo = new CountDownLatch(1);

        @Override
        protected void hookOnNext(Frame frame) {
            inside.countDown();
            try (frame) {
                letGo.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        protected void hookOnError(Throwable why) {
            assertThat(why).isInstanceOf(CameraManagerClosedException.class);
        }

        StuckSubscriber subscribeTo(Flux<Frame> frames) throws InterruptedException {
            frames.subscribe(this);
            assertThat(inside.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return this;
        }
    }

    @Test
    void aCancelStopsTheCameraOfAnOnNextThatDoesNotReturn() throws InterruptedException {
        StuckSubscriber stuck = new StuckSubscriber().subscribeTo(frames());
        stuck.cancel();
        awaitReleased();
        assertThat(camera.statistics().lent()).isEqualTo(1);
        stuck.letGo.countDown();
    }

    @Test
    void theCameraOfAnOnNextThatDoesNotReturnIsFreeForOthersOnceCancelled() throws InterruptedException {
        StuckSubscriber stuck = new StuckSubscriber().subscribeTo(frames());
        stuck.cancel();
        assertThat(run(frames().map(CameraFixture::use).take(5))).hasSize(5);
        stuck.letGo.countDown();
    }

    @Test
    void aSessionCanBeClosedWhileOnNextDoesNotReturn() throws InterruptedException {
        CaptureSession session = Objects.requireNonNull(camera.open(spec()).block(LIMIT));
        StuckSubscriber stuck =
                new StuckSubscriber().subscribeTo(session.requests().map(CompletedRequest::frame));
        session.closeLater().block(LIMIT);
        assertThat(camera.statistics().running()).isFalse();
        stuck.letGo.countDown();
    }

    @Test
    void theManagerClosesWhileOnNextDoesNotReturn() throws InterruptedException {
        StuckSubscriber stuck = new StuckSubscriber().subscribeTo(frames());
        assertThatCode(manager::close).doesNotThrowAnyException();
        assertThat(camera.statistics().running()).isFalse();
        stuck.letGo.countDown();
    }

    @Test
    void theManagerCanBeClosedFromInsideOnNext() {
        StepVerifier.create(camera.frames(spec(), frame -> {
                    manager.close();
                    return frame.sequence();
                }))
                .expectNextCount(1)
                .expectError(CameraManagerClosedException.class)
                .verify(LIMIT);
    }
}
