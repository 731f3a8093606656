package io.github.reactorlibcamera;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.ParallelFlux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/**
 * What never blocks, done on threads that must not be blocked, while BlockHound watches. That changes classes of the JDK, so these run in a
 * JVM of their own. It sees threads that wait in Java, but neither for a monitor nor in native code.
 */
@Timeout(300)
public abstract class NonBlockingContract {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final TestedCamera tested;
    private CameraManager manager;
    private Camera camera;

    protected NonBlockingContract(TestedCamera tested) {
        this.tested = tested;
    }

    @BeforeAll
    static void watch() {
        BlockingCalls.watch();
    }

    @BeforeEach
    void open() {
        manager = tested.manager().get();
        camera = manager.camera(tested.id());
    }

    @AfterEach
    void close() {
        manager.close();
        BlockingCalls.expectNone();
    }

    private CaptureSpec spec() {
        return tested.spec();
    }

    /** So many numbers, on all of Reactor's threads that must not be blocked. */
    private static ParallelFlux<Integer> manyTimes(int times) {
        return Flux.range(0, times).parallel().runOn(Schedulers.parallel());
    }

    private static void sleep() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- That it would be found

    @Test
    void aCallThatBlocksIsFound() {
        StepVerifier.create(Mono.fromRunnable(NonBlockingContract::sleep).subscribeOn(Schedulers.parallel()))
                .expectError(BlockingOperationError.class)
                .verify(LIMIT);
        BlockingCalls.expectOne();
    }

    @Test
    void aSubscriberThatBlocksInsideOurSubscribeIsFound() {
        Flux<Frame> blocking = camera.frames(spec()).doOnSubscribe(subscription -> sleep());
        StepVerifier.create(blocking.subscribeOn(Schedulers.parallel()))
                .expectError(BlockingOperationError.class)
                .verify(LIMIT);
        BlockingCalls.expectOne();
    }

    // ---- What does not

    @Test
    void subscribeRequestAndCancel() {
        manyTimes(2_000)
                .doOnNext(i -> {
                    BaseSubscriber<Frame> subscriber = new BaseSubscriber<>() {
                        @Override
                        protected void hookOnSubscribe(Subscription subscription) {
                            subscription.request(1);
                        }

                        @Override
                        protected void hookOnNext(Frame frame) {
                            frame.close();
                        }

                        @Override
                        protected void hookOnError(Throwable throwable) {} // the camera is busy
                    };
                    camera.frames(spec()).subscribe(subscriber);
                    subscriber.request(1);
                    subscriber.cancel();
                })
                .sequential()
                .then()
                .block(LIMIT);
    }

    @Test
    void aSessionFromItsFirstFrameToItsEnd() {
        for (int i = 0; i < 20; i++) {
            camera.frames(spec())
                    .subscribeOn(Schedulers.parallel())
                    .publishOn(Schedulers.parallel(), 1)
                    .doOnNext(Frame::close)
                    .take(20)
                    .blockLast(LIMIT);
        }
    }

    @Test
    void framesAreRetainedReadAndClosed() {
        camera.frames(spec().policy(CapturePolicy.LATEST))
                .publishOn(Schedulers.parallel(), 1)
                .doOnNext(frame -> {
                    try (frame;
                            Frame second = frame.retain()) {
                        assertThat(second.plane(0).get(0))
                                .isEqualTo(frame.plane(0).get(0));
                        assertThat(second.metadata().names()).isNotNull();
                    }
                })
                .take(200)
                .blockLast(LIMIT);
    }

    @Test
    void sharedFramesAreSubscribedToAndCancelled() {
        Flux<Frame> shared = camera.sharedFrames(spec());
        manyTimes(500)
                .flatMap(i -> shared.publishOn(Schedulers.parallel(), 1)
                        .doOnNext(Frame::close)
                        .doOnDiscard(Frame.class, Frame::close)
                        .take(1 + i % 3))
                .sequential()
                .then()
                .block(LIMIT);
    }

    @Test
    void aSessionIsOpenedUsedAndClosed() {
        camera.withSession(
                        spec(),
                        session -> session.requests()
                                .publishOn(Schedulers.parallel(), 1)
                                .doOnNext(request -> {
                                    session.controls(tested.control());
                                    session.pause();
                                    assertThat(session.isPaused()).isTrue();
                                    session.resume();
                                    assertThat(session.statistics().running()).isTrue();
                                    assertThat(camera.statistics().lent()).isPositive();
                                    request.close();
                                })
                                .take(100))
                .subscribeOn(Schedulers.parallel())
                .blockLast(LIMIT);
    }

    @Test
    void leasesAreQueuedAndGivenBack() {
        camera.withSession(spec(), session -> {
                    Flux<Object> leases = session.leases()
                            .publishOn(Schedulers.parallel(), 1)
                            .index()
                            .doOnNext(numbered -> {
                                if (numbered.getT1() % 3 == 0) {
                                    numbered.getT2().close();
                                } else {
                                    numbered.getT2().queue(tested.control());
                                }
                            })
                            .ignoreElements()
                            .cast(Object.class)
                            .flux();
                    return session.requests()
                            .publishOn(Schedulers.parallel(), 1)
                            .doOnNext(CompletedRequest::close)
                            .cast(Object.class)
                            .mergeWith(leases)
                            .take(100);
                })
                .blockLast(LIMIT);
    }

    @Test
    void settingsAreSupplied() {
        camera.requests(spec(), Flux.range(0, 100).map(i -> tested.control()).publishOn(Schedulers.parallel()))
                .publishOn(Schedulers.parallel(), 1)
                .doOnNext(CompletedRequest::close)
                .blockLast(LIMIT);
    }

    @Test
    void questionsAreAsked() {
        manyTimes(100)
                .flatMap(i -> camera.formats(StreamRole.VIEWFINDER).then(camera.validate(spec())))
                .sequential()
                .then()
                .block(LIMIT);
    }

    @Test
    void camerasAreLookedUp() {
        manyTimes(100)
                .doOnNext(i -> {
                    assertThat(manager.cameras()).isNotEmpty();
                    assertThat(manager.camera(tested.id()).statistics().running())
                            .isFalse();
                    assertThat(manager.libcamera()).isNotNull();
                })
                .sequential()
                .then()
                .block(LIMIT);
    }

    @Test
    void aClosedManagerIsToldOf() {
        manager.close();
        manyTimes(500)
                .flatMap(i ->
                        camera.frames(spec()).onErrorResume(CameraManagerClosedException.class, error -> Mono.empty()))
                .sequential()
                .then()
                .block(LIMIT);
    }
}
