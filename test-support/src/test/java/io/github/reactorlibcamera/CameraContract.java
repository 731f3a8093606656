package io.github.reactorlibcamera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** What holds for every camera, whatever is behind it. Its camera must not pace itself below 10 frames/s. */
@Timeout(120)
public abstract class CameraContract {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private CameraManager manager;
    private Camera camera;

    /** {@return a new manager; closed by the suite} */
    protected abstract CameraManager createManager();

    /** {@return the id of the camera to be tested} */
    protected abstract String cameraId();

    /** {@return a small capture with 4 buffers, policy DEMAND} */
    protected abstract CaptureSpec spec();

    /** {@return a stream that the camera can give beside that of {@link #spec()}, in another size} */
    protected StreamSpec secondStream() {
        return StreamSpec.videoRecording().size(320, 240);
    }

    @BeforeEach
    void open() {
        manager = createManager();
        camera = manager.camera(cameraId());
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private void awaitReleased() {
        await().atMost(LIMIT).until(() -> !camera.statistics().running());
    }

    private Frame oneFrame() {
        return Objects.requireNonNull(camera.frames(spec()).next().block(LIMIT));
    }

    @Test
    void framesCarryPixelsInTheOrderOfTheCamera() {
        List<Long> sequences = new ArrayList<>();
        StepVerifier.create(camera.frames(spec()).take(20))
                .thenConsumeWhile(frame -> true, frame -> {
                    sequences.add(frame.sequence());
                    assertThat(frame.planeCount()).isEqualTo(2);
                    ByteBuffer luma = frame.plane(0);
                    Size size = frame.stream().size();
                    assertThat(luma.isReadOnly()).isTrue();
                    assertThat(luma.isDirect()).isTrue();
                    assertThat(luma.remaining()).isEqualTo(frame.stride(0) * size.height());
                    assertThat(frame.plane(1).remaining()).isEqualTo(frame.stride(1) * size.height() / 2);
                    assertThat(frame.completedAt()).isPositive();
                    assertThat(frame.metadata().names()).isNotNull();
                    frame.close();
                })
                .expectComplete()
                .verify(LIMIT);
        assertThat(sequences).hasSize(20).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void theMappingFormClosesEachFrame() {
        List<Frame> seen = new ArrayList<>();
        StepVerifier.create(camera.frames(spec(), frame -> {
                            seen.add(frame);
                            return frame.sequence();
                        })
                        .take(10))
                .expectNextCount(10)
                .expectComplete()
                .verify(LIMIT);
        assertThat(seen).allMatch(Frame::isClosed);
    }

    @Test
    void aMapperThatThrowsLeaksNothing() {
        StepVerifier.create(camera.frames(spec(), frame -> {
                    throw new IllegalArgumentException("mapper");
                }))
                .expectErrorMessage("mapper")
                .verify(LIMIT);
        awaitReleased();
        assertThat(camera.statistics().lent()).isZero();
    }

    @Test
    void deliversNoMoreThanRequestedAndQueuesNothingBeyond() {
        StepVerifier.create(camera.frames(spec()), 3)
                .expectNextCount(3)
                .then(() -> assertThat(camera.statistics().delivered()).isEqualTo(3))
                .then(() -> assertThat(camera.statistics().queued()).isZero())
                .thenRequest(1)
                .expectNextCount(1)
                .thenCancel()
                .verify(LIMIT);
        awaitReleased();
        assertThat(camera.statistics().delivered()).isEqualTo(4);
    }

    @Test
    void oneRequestAtATimeGoesOnForEver() {
        StepVerifier.create(camera.frames(spec(), Frame::sequence).limitRate(1).take(50))
                .expectNextCount(50)
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void latestGivesASlowSubscriberTheNewestFrame() {
        AtomicLong first = new AtomicLong();
        StepVerifier.create(camera.frames(spec().policy(CapturePolicy.LATEST), Frame::sequence), 1)
                .consumeNextWith(first::set)
                .then(() ->
                        await().atMost(LIMIT).until(() -> camera.statistics().dropped() >= 5))
                .thenRequest(1)
                .consumeNextWith(sequence -> assertThat(sequence).isGreaterThanOrEqualTo(first.get() + 5))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void latestKeepsTheCameraGoingWhileAllOtherBuffersAreLent() {
        List<Frame> lent = new ArrayList<>();
        StepVerifier.create(camera.frames(spec().bufferCount(4).policy(CapturePolicy.LATEST)), 0)
                .thenRequest(1)
                .consumeNextWith(lent::add)
                .thenRequest(1)
                .consumeNextWith(lent::add)
                .thenRequest(1)
                .consumeNextWith(lent::add)
                .then(() ->
                        await().atMost(LIMIT).until(() -> camera.statistics().dropped() >= 5))
                // what is dropped is lent to the discard hook for a moment
                .then(() ->
                        await().atMost(LIMIT).until(() -> camera.statistics().lent() == 3))
                .thenCancel()
                .verify(LIMIT);
        lent.forEach(Frame::close);
    }

    @Test
    void heldFramesStarveTheCameraAndTheirReleaseResumesIt() {
        List<Frame> held = new ArrayList<>();
        int buffers = 4;
        StepVerifier.create(camera.frames(spec().bufferCount(buffers)))
                .recordWith(() -> held)
                .expectNextCount(buffers)
                .then(() -> assertThat(camera.statistics().lent()).isEqualTo(buffers))
                .then(() -> List.copyOf(held).forEach(Frame::close))
                .expectNextCount(1)
                .thenCancel()
                .verify(LIMIT);
        held.forEach(Frame::close);
        awaitReleased();
        assertThat(camera.statistics().free()).isEqualTo(buffers);
    }

    @Test
    void aClosedFrameThrowsAndASecondCloseDoesNothing() {
        Frame frame = oneFrame();
        frame.close();
        assertThatCode(frame::close).doesNotThrowAnyException();
        assertThat(frame.isClosed()).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> frame.plane(0));
        assertThatIllegalStateException().isThrownBy(frame::sequence);
        assertThatIllegalStateException().isThrownBy(frame::metadata);
        assertThatIllegalStateException().isThrownBy(frame::retain);
        assertThat(camera.statistics().lent()).isZero();
    }

    @Test
    void aRetainedFrameOutlivesTheFirstHandle() {
        Frame frame = oneFrame();
        Frame second = frame.retain();
        frame.close();
        assertThat(second.plane(0).get(0)).isEqualTo(second.plane(0).get(0));
        assertThat(camera.statistics().lent()).isEqualTo(1);
        second.close();
        assertThat(camera.statistics().lent()).isZero();
    }

    @Test
    void planesOutOfRangeAreRefused() {
        Frame frame = oneFrame();
        assertThatThrownBy(() -> frame.plane(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> frame.stride(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        frame.close();
    }

    @Test
    void aKeptFrameAndItsBufferStayReadableAfterEverythingIsGone() {
        Frame frame = oneFrame();
        ByteBuffer kept = frame.plane(0);
        awaitReleased();
        manager.close();
        assertThat(frame.plane(0).equals(kept)).isTrue();
        frame.close();
        byte[] copy = new byte[kept.remaining()];
        kept.get(copy);
        assertThat(copy).hasSize(kept.capacity());
    }

    @Test
    void aSecondSubscriberIsToldThatTheCameraIsBusy() {
        StepVerifier.create(camera.frames(spec(), Frame::sequence), 1)
                .expectNextCount(1)
                .then(() -> StepVerifier.create(camera.frames(spec()))
                        .expectErrorSatisfies(error -> assertThat(error)
                                .isInstanceOfSatisfying(CameraBusyException.class, busy -> {
                                    assertThat(busy.cameraId()).isEqualTo(cameraId());
                                    assertThat(busy.errno()).isEqualTo(16);
                                }))
                        .verify(LIMIT))
                .thenRequest(1)
                .expectNextCount(1)
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void subscribingAgainWaitsForTheSessionThatCloses() {
        for (int i = 0; i < 30; i++) {
            StepVerifier.create(camera.frames(spec(), Frame::sequence).take(2))
                    .expectNextCount(2)
                    .expectComplete()
                    .verify(LIMIT);
        }
        assertThat(camera.statistics().sessions()).isEqualTo(30);
    }

    @Test
    void switchMapOntoTheSameCameraNeverFindsItBusy() {
        StepVerifier.create(Flux.range(0, 20)
                        .concatMap(i -> Flux.just(i).delayElements(Duration.ofMillis(1)))
                        .switchMap(i -> camera.frames(spec(), frame -> i).take(3)))
                .thenConsumeWhile(i -> true)
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void retryAfterAnErrorOfTheMapperNeverFindsItBusy() {
        int[] failures = {0};
        StepVerifier.create(camera.frames(spec(), frame -> {
                            if (failures[0]++ < 5) {
                                throw new IllegalStateException("again");
                            }
                            return frame.sequence();
                        })
                        .retry(5)
                        .take(1))
                .expectNextCount(1)
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void cancelFromInsideOnNextReleasesTheCamera() {
        Flux<Frame> frames = camera.frames(spec());
        BaseSubscriber<Frame> subscriber = new BaseSubscriber<>() {
            @Override
            protected void hookOnNext(Frame frame) {
                frame.close();
                cancel();
            }
        };
        frames.subscribe(subscriber);
        await().atMost(LIMIT).until(() -> camera.statistics().delivered() == 1);
        awaitReleased();
        assertThat(camera.statistics().free()).isEqualTo(totalBuffers());
    }

    @Test
    void aSessionCancelledTwiceIsCancelledOnce() {
        List<Subscription> subscription = new CopyOnWriteArrayList<>();
        camera.frames(spec()).doOnSubscribe(subscription::add).subscribe(Frame::close);
        await().atMost(LIMIT).until(() -> camera.statistics().delivered() > 0);
        subscription.get(0).cancel();
        subscription.get(0).cancel();
        subscription.get(0).request(1);
        awaitReleased();
        assertThat(camera.statistics().sessions()).isEqualTo(1);
    }

    private int totalBuffers() {
        CaptureStatistics now = camera.statistics();
        return now.free() + now.queued() + now.waiting() + now.lent();
    }

    @Test
    void anOnNextThatNeverReturnsCannotKeepTheCamera() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        BaseSubscriber<Frame> subscriber = new BaseSubscriber<>() {
            @Override
            protected void hookOnNext(Frame frame) {
                inside.countDown();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                frame.close();
            }
        };
        camera.frames(spec()).subscribe(subscriber);
        assertThat(inside.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        subscriber.cancel();
        awaitReleased();
        never.countDown();
    }

    @Test
    void demandThatIsNotPositiveIsAnError() {
        Sinks.One<Throwable> error = Sinks.one();
        camera.frames(spec()).subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                subscription.request(0);
            }

            @Override
            protected void hookOnError(Throwable throwable) {
                error.tryEmitValue(throwable);
            }
        });
        assertThat(error.asMono().block(LIMIT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3.9");
        awaitReleased();
    }

    @Test
    void aCameraThatDoesNotExistIsNamedWithThoseThatDo() {
        assertThatThrownBy(() -> manager.camera("no such camera"))
                .isInstanceOf(CameraNotFoundException.class)
                .hasMessageContaining("no such camera")
                .hasMessageContaining(cameraId().replaceFirst("\\?.*", ""));
    }

    @Test
    void anUnknownPixelFormatIsAnsweredWithThePossibleOnes() {
        StepVerifier.create(camera.frames(spec().pixelFormat(new PixelFormat("WRONG"))))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(ConfigurationRejectedException.class)
                        .hasMessageContaining("NV12"))
                .verify(LIMIT);
        assertThat(camera.statistics().running()).isFalse();
    }

    @Test
    void aSizeThatTheCameraLacksIsRefusedOrAdjustedOnlyIfAccepted() {
        StepVerifier.create(camera.frames(spec().size(7, 7)))
                .expectError(ConfigurationRejectedException.class)
                .verify(LIMIT);
        awaitReleased();
    }

    @Test
    void tellsItsFormatsAndWhatASpecBecomes() {
        assertThat(camera.formats(StreamRole.VIEWFINDER).block(LIMIT))
                .isNotNull()
                .extracting(StreamFormat::pixelFormat)
                .contains(PixelFormat.NV12);
        CameraConfiguration configuration = camera.validate(spec()).block(LIMIT);
        assertThat(configuration).isNotNull();
        assertThat(configuration.streams().get(0).size()).isEqualTo(spec().size());
    }

    @Test
    void severalStreamsGiveAFrameEach() {
        CaptureSpec both = spec().and(secondStream());
        List<Long> sequences = new ArrayList<>();
        StepVerifier.create(camera.requests(both).take(10))
                .thenConsumeWhile(request -> true, request -> {
                    sequences.add(request.sequence());
                    assertThat(request.frames()).hasSize(2);
                    assertThat(request.frame(both.role()))
                            .isSameAs(request.frames().get(0));
                    assertThat(request.frame(StreamRole.VIDEO_RECORDING))
                            .isSameAs(request.frames().get(1));
                    assertThatThrownBy(() -> request.frame(StreamRole.RAW))
                            .isInstanceOf(NoSuchElementException.class)
                            .hasMessageContaining("VIDEO_RECORDING");
                    for (int i = 0; i < 2; i++) {
                        Frame frame = request.frames().get(i);
                        assertThat(frame.stream().size())
                                .isEqualTo(both.streams().get(i).size());
                        assertThat(frame.plane(0).remaining())
                                .isEqualTo(
                                        frame.stride(0) * frame.stream().size().height());
                        assertThat(frame.stride(0))
                                .isGreaterThanOrEqualTo(frame.stream().size().width());
                    }
                    request.close();
                    assertThat(request.isClosed()).isTrue();
                })
                .expectComplete()
                .verify(LIMIT);
        assertThat(sequences).hasSize(10).isSorted().doesNotHaveDuplicates();
        awaitReleased();
        assertThat(camera.statistics().free()).isEqualTo(totalBuffers());
    }

    @Test
    void aBufferGoesHomeWithTheLastFrameOfItsLastStream() {
        CompletedRequest request = Objects.requireNonNull(
                camera.requests(spec().and(secondStream())).next().block(LIMIT));
        awaitReleased();
        Frame kept = request.frames().get(1).retain();
        request.frame().close();
        assertThat(request.isClosed()).isFalse();
        assertThat(request.metadata().names()).isNotNull();
        assertThat(camera.statistics().lent()).isEqualTo(1);
        request.close();
        assertThatIllegalStateException().isThrownBy(request::metadata);
        assertThat(camera.statistics().lent()).isEqualTo(1);
        assertThat(kept.stream().size()).isEqualTo(secondStream().size());
        assertThat(kept.plane(0).get(0)).isEqualTo(kept.plane(0).get(0));
        kept.close();
        assertThat(camera.statistics().lent()).isZero();
    }

    @Test
    void framesOfSeveralStreamsAreRefusedAtTheCall() {
        CaptureSpec both = spec().and(secondStream());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> camera.frames(both))
                .withMessageContaining("requests(spec)");
        assertThatIllegalArgumentException().isThrownBy(() -> camera.sharedFrames(both));
    }

    @Test
    void tellsItsControlsAndTakesTheirDefaults() {
        List<ControlInfo> controls = Objects.requireNonNull(camera.controls().block(LIMIT));
        assertThat(controls)
                .extracting(ControlInfo::name)
                .isSorted()
                .doesNotHaveDuplicates()
                .allMatch(name -> name.contains("::"));
        for (ControlInfo control : controls) {
            Object initial = control.defaultValue();
            if (initial != null && !control.isArray()) {
                assertThat(control.convert(initial)).isEqualTo(initial);
            }
        }
        assertThat(Objects.requireNonNull(camera.properties().block(LIMIT)).get(CameraProperties.MODEL))
                .contains(camera.model());
    }

    @Test
    void theManagersEndEndsTheSessionWithAnError() {
        StepVerifier.create(camera.frames(spec(), Frame::sequence).limitRate(1))
                .expectNextCount(1)
                .then(manager::close)
                .thenConsumeWhile(sequence -> true)
                .expectErrorMessage("the camera manager was closed")
                .verify(LIMIT);
        StepVerifier.create(camera.frames(spec()))
                .expectErrorMessage("the camera manager was closed")
                .verify(LIMIT);
        assertThatCode(manager::close).doesNotThrowAnyException();
    }

    @Test
    void listsItsCameras() {
        String id = cameraId().replaceFirst("\\?.*", "");
        assertThat(manager.cameras()).extracting(Camera::id).contains(id);
        assertThat(camera.model()).isNotBlank();
        assertThat(manager.libcamera().state()).isNotNull();
    }
}
