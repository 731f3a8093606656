package io.github.reactorlibcamera.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraDisconnectedException;
import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CameraNotFoundException;
import io.github.reactorlibcamera.CameraTimeoutException;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.CompletedRequest;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.Size;
import io.github.reactorlibcamera.StreamFormat;
import io.github.reactorlibcamera.StreamRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

/** A USB webcam, through the kernel's uvcvideo and libcamera: what it shows, its faults, and being pulled out and plugged in. */
@EnabledIfSystemProperty(
        named = UvcWebcam.CAMCTL,
        matches = ".+",
        disabledReason = "names the program that plugs the webcam of scripts/uvc-guest in and out")
@Timeout(240)
class UvcCameraIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int BUFFERS = 16;

    private final CaptureSpec spec = CaptureSpec.viewfinder()
            .size(320, 240)
            .pixelFormat(PixelFormat.YUYV)
            .bufferCount(BUFFERS)
            .policy(CapturePolicy.BUFFER);

    private @Nullable CameraManager manager;

    @BeforeEach
    void plug() {
        UvcWebcam.plug();
        manager = CameraManager.create();
    }

    @AfterEach
    void close() {
        try {
            awaitReleased();
        } finally {
            Objects.requireNonNull(manager).close();
            UvcWebcam.unplug();
        }
    }

    private void awaitReleased() {
        await().atMost(LIMIT).until(() -> !camera().statistics().running());
    }

    private Camera camera() {
        return Objects.requireNonNull(manager).camera(UvcWebcam.ID);
    }

    private boolean isListed() {
        return Objects.requireNonNull(manager).cameras().stream()
                .anyMatch(camera -> camera.id().equals(UvcWebcam.ID));
    }

    // ---- what it shows

    @Test
    void isListedWithItsFormats() {
        assertThat(isListed()).isTrue();
        assertThat(camera().isSimulated()).isFalse();
        assertThat(camera().location()).isEqualTo(Camera.Location.EXTERNAL);
        assertThat(camera().model()).startsWith("QEMU Test Camera 0");
        assertThat(Objects.requireNonNull(
                        camera().formats(StreamRole.VIEWFINDER).block(LIMIT)))
                .extracting(StreamFormat::pixelFormat, StreamFormat::maximum)
                .contains(
                        tuple(PixelFormat.YUYV, new Size(640, 480)),
                        tuple(PixelFormat.NV12, new Size(640, 480)),
                        tuple(PixelFormat.MJPEG, new Size(1280, 720)));
    }

    /** Frames that the camera sends while no buffer is queued are lost, but not unnoticed: the two counters go together. */
    @ParameterizedTest
    @ValueSource(strings = {"YUYV", "NV12", "MJPEG"})
    void everyPictureIsTheNextOne(String format) {
        List<UvcPicture> pictures = camera()
                .frames(spec.pixelFormat(new PixelFormat(format)), Frame::copyOf)
                .takeUntil(inSuccession(60))
                .collectList()
                .blockOptional(LIMIT)
                .orElseThrow()
                .stream()
                .map(UvcPicture::of)
                .toList();
        UvcPicture first = pictures.get(0);
        assertThat(pictures)
                .allSatisfy(picture -> assertThat(picture.counter() - first.counter())
                        .isEqualTo(picture.sequence() - first.sequence()))
                .extracting(UvcPicture::timestamp)
                .isSorted()
                .doesNotHaveDuplicates()
                .doesNotContain(0L);
    }

    /** {@return true at the last of so many frames without a gap between them} */
    private static Predicate<Frame> inSuccession(int frames) {
        long[] state = {Long.MIN_VALUE, 0};
        return frame -> {
            state[1] = frame.sequence() == state[0] + 1 ? state[1] + 1 : 1;
            state[0] = frame.sequence();
            return state[1] == frames;
        };
    }

    @Test
    void aRequestsBrightnessIsSeenInThePicture() {
        Flux<ControlList> settings = Flux.concat(
                Flux.just(ControlList.EMPTY).repeat(4),
                Flux.just(brightness(0.5f)),
                Flux.just(ControlList.EMPTY).repeat());
        assertThat(camera().requests(spec, settings)
                        .map(UvcCameraIT::brightnessOf)
                        .takeUntil(seen -> seen == 32)
                        .blockLast(LIMIT))
                .isEqualTo(32);
    }

    @Test
    void aSessionsBrightnessIsSeenInAllPicturesOnceItIs() {
        List<Integer> seen = camera().withSession(spec, session -> {
                    Flux<Integer> pictures = session.requests().map(UvcCameraIT::brightnessOf);
                    return pictures.index()
                            .doOnNext(picture -> {
                                if (picture.getT1() == 5) {
                                    session.controls(brightness(-0.5f));
                                }
                            })
                            .map(picture -> picture.getT2())
                            .skipUntil(brightness -> brightness != 0)
                            .take(20);
                })
                .collectList()
                .blockOptional(LIMIT)
                .orElseThrow();
        assertThat(seen).hasSize(20).containsOnly(-32);
    }

    private static ControlList brightness(float value) {
        return ControlList.of("libcamera::Brightness", value);
    }

    private static int brightnessOf(CompletedRequest request) {
        try (request) {
            return UvcPicture.of(request.frame()).brightness();
        }
    }

    // ---- its faults

    @Test
    void aFreezeIsATimeoutAndRetryWhenBringsThePictureBack() {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        StepVerifier.create(camera().frames(spec.stallTimeout(Duration.ofSeconds(3)), Frame::sequence)
                        .retryWhen(Retry.max(1).doBeforeRetry(retry -> {
                            failures.add(retry.failure());
                            UvcWebcam.resume();
                        })))
                .expectNextCount(5)
                .then(UvcWebcam::freeze)
                .thenConsumeWhile(sequence -> failures.isEmpty())
                .expectNextCount(5)
                .thenCancel()
                .verify(LIMIT);
        assertThat(failures).singleElement().isInstanceOf(CameraTimeoutException.class);
    }

    @Test
    void failedTransfersAreNotDeliveredAndCountAsFailed() {
        Camera camera = camera();
        StepVerifier.create(camera.frames(spec, frame -> {
                    assertThat(frame.plane(0).remaining()).isEqualTo(320 * 240 * 2);
                    return UvcPicture.of(frame).brightness();
                }))
                .expectNextCount(5)
                .then(UvcWebcam::fail)
                .thenConsumeWhile(
                        brightness -> brightness == 0 && camera.statistics().failed() == 0)
                .expectNextCount(20)
                .thenCancel()
                .verify(LIMIT);
        assertThat(camera.statistics().failed()).isPositive();
    }

    // ---- pulled out and plugged in

    @Test
    void tenTimesUnpluggedWhileItStreamsIsAnErrorAndThePictureComesBack() {
        List<Resources> after = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            StepVerifier.create(
                            camera().frames(spec, frame -> UvcPicture.of(frame).brightness()))
                    .expectNext(0, 0, 0, 0, 0)
                    .then(UvcWebcam::unplug)
                    .thenConsumeWhile(brightness -> brightness == 0)
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOfSatisfying(
                                    CameraDisconnectedException.class,
                                    gone -> assertThat(gone.cameraId()).isEqualTo(UvcWebcam.ID)))
                    .verify(LIMIT);
            await().atMost(LIMIT).until(() -> !isListed());
            UvcWebcam.plug();
            await().atMost(LIMIT).until(this::isListed);
            after.add(Resources.now());
        }
        assertThat(after.get(9).descriptors())
                .as("%s", after)
                .isLessThanOrEqualTo(after.get(2).descriptors());
        assertThat(after.get(9).threads())
                .as("%s", after)
                .isLessThanOrEqualTo(after.get(2).threads() + 2);
    }

    private record Resources(long descriptors, long threads) {
        static Resources now() {
            System.gc();
            return new Resources(count("/proc/self/fd"), count("/proc/self/task"));
        }

        private static long count(String folder) {
            try (Stream<Path> entries = Files.list(Path.of(folder))) {
                return entries.count();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void aSubscriberThatRetriesSeesThePictureAgain() {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        AtomicInteger seen = new AtomicInteger();
        Disposable subscriber = camera().frames(spec, Frame::sequence)
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, Duration.ofMillis(100))
                        .filter(CameraException.class::isInstance)
                        .doBeforeRetry(retry -> failures.add(retry.failure())))
                .subscribe(sequence -> seen.incrementAndGet());
        await().atMost(LIMIT).until(() -> seen.get() >= 5);
        UvcWebcam.unplug();
        await().atMost(LIMIT).until(() -> !failures.isEmpty());
        int before = seen.get();
        UvcWebcam.plug();
        await().atMost(LIMIT).until(() -> seen.get() >= before + 5);
        subscriber.dispose();
        assertThat(failures.get(0)).isInstanceOf(CameraDisconnectedException.class);
        assertThat(failures)
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOfAny(CameraDisconnectedException.class, CameraNotFoundException.class));
    }

    @Test
    void aFrameStaysReadableWhenItsCameraIsGone() {
        Frame kept = Objects.requireNonNull(camera().frames(spec)
                .doOnDiscard(Frame.class, Frame::close)
                .next()
                .block(LIMIT));
        UvcPicture before = UvcPicture.of(kept);
        UvcWebcam.unplug();
        await().atMost(LIMIT).until(() -> !isListed());
        assertThat(UvcPicture.of(kept)).isEqualTo(before);
        kept.close();
        UvcWebcam.plug();
        await().atMost(LIMIT).until(this::isListed);
    }
}
