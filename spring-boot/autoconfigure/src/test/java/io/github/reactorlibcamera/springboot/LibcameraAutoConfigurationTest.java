package io.github.reactorlibcamera.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CameraManagerClosedException;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.NativeLibraryException;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.Size;
import io.github.reactorlibcamera.jpeg.JpegEncoder;
import io.github.reactorlibcamera.test.ScriptedBackend;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** On this class path there is no camera backend: what {@link CameraManager#create()} makes fails. */
class LibcameraAutoConfigurationTest {
    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LibcameraAutoConfiguration.class));

    @Test
    void aContextStartsWithoutALibcamera() {
        runner.run(context -> {
            assertThat(context)
                    .hasNotFailed()
                    .hasSingleBean(CameraManager.class)
                    .hasSingleBean(Camera.class)
                    .hasSingleBean(JpegEncoder.class);
            CameraManager manager = context.getBean(CameraManager.class);
            assertThatThrownBy(manager::cameras)
                    .isInstanceOf(NativeLibraryException.class)
                    .hasMessageContaining("io.github.reactorlibcamera:reactor-libcamera");
            StepVerifier.create(manager.events()).verifyError(NativeLibraryException.class);
        });
    }

    @Test
    void nothingIsThereWhenItIsOff() {
        runner.withPropertyValues("libcamera.enabled=false")
                .run(context ->
                        assertThat(context).doesNotHaveBean(CameraManager.class).doesNotHaveBean(JpegEncoder.class));
    }

    @Test
    void theUsualCapture() {
        runner.run(context -> {
            CaptureSpec spec = context.getBean(CaptureSpec.class);
            assertThat(spec.size()).isEqualTo(new Size(1280, 720));
            assertThat(spec.policy()).isEqualTo(CapturePolicy.LATEST);
            assertThat(spec.isAdjustedAccepted()).isTrue();
        });
    }

    @Test
    void propertiesSayHowToCapture() {
        runner.withPropertyValues(
                        "libcamera.capture.size=640x480",
                        "libcamera.capture.frame-rate=12.5",
                        "libcamera.capture.buffers=6",
                        "libcamera.capture.pixel-format=NV12",
                        "libcamera.capture.policy=buffer")
                .run(context -> {
                    CaptureSpec spec = context.getBean(CaptureSpec.class);
                    assertThat(spec.size()).isEqualTo(new Size(640, 480));
                    assertThat(spec.frameDuration()).isEqualTo(Duration.ofMillis(80));
                    assertThat(spec.bufferCount()).isEqualTo(6);
                    assertThat(spec.pixelFormat()).isEqualTo(PixelFormat.NV12);
                    assertThat(spec.policy()).isEqualTo(CapturePolicy.BUFFER);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "libcamera.camera= | libcamera.camera is a camera's id, as simulated:bars",
                "libcamera.capture.size=640 | a size is written WIDTHxHEIGHT, as 640x480, not \"640\"",
                "libcamera.capture.frame-rate=-1 | frameRate is more than 0 and at most 10000",
                "libcamera.capture.buffers=65 | bufferCount is 1 to 64, not 65",
                "libcamera.capture.buffers=1 | LATEST needs at least 2 buffers",
                "libcamera.capture.policy=newest | No enum constant"
            })
    void aWrongValueFailsTheStartWithASentence(String property, String sentence) {
        runner.withPropertyValues(property)
                .run(context -> assertThat(context)
                        .getFailure()
                        .satisfies(failure -> assertThat(messages(failure)).contains(sentence)));
    }

    private static String messages(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            all.append(cause.getMessage()).append('\n');
        }
        return all.toString();
    }

    @Test
    void aManagerOfTheUsersIsTakenAndClosed() {
        ScriptedBackend backend = ScriptedBackend.automatic();
        runner.withBean(CameraManager.class, () -> CameraManager.create(backend))
                .withPropertyValues("libcamera.camera=" + ScriptedBackend.CAMERA)
                .run(context -> {
                    Camera camera = context.getBean(Camera.class);
                    assertThat(camera.id()).isEqualTo(ScriptedBackend.CAMERA);
                    StepVerifier.create(camera.frames(CaptureSpec.viewfinder(), Frame::sequence)
                                    .take(2))
                            .expectNext(0L, 1L)
                            .verifyComplete();
                });
        assertThat(backend.isClosed()).isTrue();
    }

    @Test
    void aCameraCanBeInjectedBeforeItIsThere() {
        ScriptedBackend backend = ScriptedBackend.automatic();
        backend.camera().disconnect();
        runner.withBean(CameraManager.class, () -> CameraManager.create(backend))
                .run(context -> {
                    Camera camera = context.getBean(Camera.class);
                    StepVerifier.create(camera.frames(CaptureSpec.viewfinder()))
                            .verifyErrorMessage("there is no camera");

                    backend.camera().reconnect();

                    StepVerifier.create(camera.frames(CaptureSpec.viewfinder(), Frame::sequence)
                                    .take(1))
                            .expectNext(0L)
                            .verifyComplete();
                });
    }

    @Test
    void aManagerIsStartedOnceByWhoeverNeedsIt() {
        AtomicInteger starts = new AtomicInteger();
        ScriptedBackend backend = ScriptedBackend.automatic();
        DeferredCameraManager manager = new DeferredCameraManager(() -> {
            starts.incrementAndGet();
            return CameraManager.create(backend);
        });
        assertThat(starts).hasValue(0);

        StepVerifier.create(DeferredCameraManager.ready(manager))
                .expectNextCount(1)
                .verifyComplete();

        assertThat(manager.cameras()).hasSize(1);
        assertThat(starts).hasValue(1);
        manager.close();
        assertThat(backend.isClosed()).isTrue();
    }

    @Test
    void aThreadThatMustNotBlockDoesNotStartIt() {
        try (DeferredCameraManager manager =
                new DeferredCameraManager(() -> CameraManager.create(ScriptedBackend.automatic()))) {
            StepVerifier.create(Mono.fromCallable(manager::cameras).subscribeOn(Schedulers.parallel()))
                    .verifyErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("DeferredCameraManager.ready(manager)"));
        }
    }

    @Test
    void aManagerThatNobodyNeededIsNotStartedToBeClosed() {
        AtomicInteger starts = new AtomicInteger();
        DeferredCameraManager manager = new DeferredCameraManager(() -> {
            starts.incrementAndGet();
            return CameraManager.create(ScriptedBackend.automatic());
        });

        manager.close();

        assertThat(starts).hasValue(0);
        assertThatThrownBy(manager::cameras).isInstanceOf(CameraManagerClosedException.class);
    }
}
