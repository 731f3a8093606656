package io.github.reactorlibcamera.springboot.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.reactorlibcamera.CameraBusyException;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.Size;
import io.github.reactorlibcamera.jpeg.JpegEncoder;
import io.github.reactorlibcamera.jpeg.JpegOptions;
import io.github.reactorlibcamera.test.ScriptedCamera.Call;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

/** What a capture does beyond giving the camera's frames. */
class LiveCaptureTest {
    @Test
    void aCameraLingersForTheNextViewer() {
        try (TestServer server = new TestServer("libcamera.mjpeg.linger=1h")) {
            server.watch("/stream");
            server.awaitViewers(1);

            server.everybodyLeaves();
            assertThat(server.isRunning()).isTrue();
            Viewer next = server.watch("/stream");
            server.awaitViewers(1);
            server.frame();
            await().until(() -> next.parts() == 1);

            assertThat(server.camera.statistics().sessions()).isEqualTo(1);
        }
    }

    @Test
    void aSnapshotMayBeTheLastPictureThatSomebodyWasSent() {
        try (TestServer server = new TestServer("libcamera.mjpeg.linger=1h", "libcamera.mjpeg.snapshot.max-age=1h")) {
            Viewer viewer = server.watch("/stream");
            server.awaitViewers(1);
            server.deliver();
            await().until(() -> viewer.parts() == 1);
            server.everybodyLeaves();
            server.deliver();

            server.client
                    .get()
                    .uri(server.path + "/snapshot")
                    .exchange()
                    .expectStatus()
                    .isOk();
        }
    }

    @Test
    void aCameraThatFailedWhileItLingeredIsStartedAnew() {
        try (TestServer server = new TestServer("libcamera.mjpeg.linger=1h", "libcamera.capture.policy=BUFFER")) {
            server.watch("/stream");
            server.awaitViewers(1);
            server.everybodyLeaves();
            assertThat(server.isRunning()).isTrue();

            server.unplugAndPlugIn();
            await().until(() -> !server.isRunning());

            Viewer next = server.watch("/stream");
            server.awaitViewers(1);
            server.frame();
            await().until(() -> next.parts() == 1);
            assertThat(server.stats().policy()).isEqualTo(CapturePolicy.BUFFER);
        }
    }

    @Test
    void aCameraStopsWhenNobodyCameInTheMeantime() {
        try (TestServer server = new TestServer("libcamera.mjpeg.linger=1ms")) {
            server.watch("/stream");
            server.awaitViewers(1);

            server.everybodyLeaves();

            await().until(() -> !server.isRunning());
        }
    }

    @Test
    void aCameraThatIsFasterThanAskedForIsThinnedOut() {
        try (TestServer server = new TestServer("libcamera.capture.frame-rate=10")) {
            Viewer viewer = server.watch("/stream");
            server.awaitViewers(1);
            for (int frame = 1; frame <= 40; frame++) {
                server.deliver(); // 10 ms apart by their timestamps
            }
            await().until(() -> viewer.parts() == 5);

            assertThat(server.stats().encodes()).isEqualTo(5);
        }
    }

    @Test
    void aFrameThatHasNoSuccessorIsRepeated() {
        EncodedFrame frame = new EncodedFrame(Picture.Kind.NEW, 1, 2, 3, Map.of());
        StepVerifier.withVirtualTime(
                        () -> Heartbeat.repeat(Flux.concat(Flux.just(frame), Flux.never()), Duration.ofSeconds(5)))
                .expectNext(frame)
                .expectNoEvent(Duration.ofSeconds(5))
                .expectNext(frame.repeated())
                .expectNoEvent(Duration.ofSeconds(5))
                .expectNext(frame.repeated())
                .thenCancel()
                .verify();
    }

    @Test
    void framesThatComeInTimeAreNotRepeated() {
        EncodedFrame frame = new EncodedFrame(Picture.Kind.NEW, 1, 2, 3, Map.of());
        StepVerifier.withVirtualTime(() -> Heartbeat.repeat(
                        Flux.interval(Duration.ofSeconds(4)).map(tick -> frame).take(3), Duration.ofSeconds(5)))
                .thenAwait(Duration.ofSeconds(12))
                .expectNext(frame, frame, frame)
                .thenCancel()
                .verify();
    }

    @Test
    void aHeartbeatGoesWithItsFrames() {
        TestPublisher<EncodedFrame> frames = TestPublisher.create();
        StepVerifier.create(Heartbeat.repeat(frames.flux(), Duration.ofHours(1)))
                .then(() -> frames.next(new EncodedFrame(Picture.Kind.NEW, 1, 2, 3, Map.of())))
                .expectNextCount(1)
                .then(() -> frames.error(new IllegalStateException("gone")))
                .verifyErrorMessage("gone");
    }

    @Test
    void aStreamShowsThatItsCameraIsGoneAndGoesOnWhenItIsBack() {
        try (TestServer server = new TestServer("libcamera.mjpeg.offline-picture=true")) {
            Viewer viewer = server.watch("/stream");
            server.awaitViewers(1);
            server.frame();
            await().until(() -> viewer.parts() == 1);

            server.scripted.disconnect();
            await().until(() -> viewer.parts() >= 2);
            server.assertProblem(
                    server.path + "/snapshot", 503, "camera " + CameraKey.of(server.camera) + " is unplugged");
            server.scripted.reconnect();

            await().until(server::isRunning);
            int seen = viewer.parts();
            server.deliver();
            await().until(() -> viewer.parts() > seen);
            assertThat(viewer.isEnded()).isFalse();
            assertThat(server.camera.statistics().sessions()).isEqualTo(2);
        }
    }

    /** A recorder that waits for the camera as well may be the first to have it. */
    @Test
    void aStreamWaitsForACameraThatIsBackAndBusy() {
        try (TestServer server = new TestServer("libcamera.mjpeg.offline-picture=true")) {
            Viewer viewer = server.watch("/stream");
            server.awaitViewers(1);
            server.scripted.disconnect();
            await().until(() -> viewer.parts() >= 1);

            server.scripted.fail(Call.ACQUIRE, new CameraBusyException("another has it", server.scripted.id(), 16));
            server.scripted.reconnect();
            await().until(() -> server.scripted.calls().stream()
                            .filter(Call.ACQUIRE::equals)
                            .count()
                    >= 2);
            server.scripted.mend(Call.ACQUIRE);

            await().until(server::isRunning);
            int seen = viewer.parts();
            server.deliver();
            await().until(() -> viewer.parts() > seen);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Particular extends TestServer.Application {
        @Bean
        JpegEncoder encoder() {
            return new JpegEncoder() {
                @Override
                public byte[] encode(Frame frame, JpegOptions options) {
                    throw new IllegalArgumentException("a JPEG can be made of NV12, not of "
                            + frame.stream().pixelFormat());
                }

                @Override
                public String name() {
                    return "particular";
                }
            };
        }
    }

    @Test
    void aFormatThatNoPictureCanBeMadeOfIsNamed() {
        try (TestServer server = new TestServer(Particular.class)) {
            Viewer viewer = server.watch("/snapshot");
            await().until(server::isRunning);
            server.frame();
            await().until(() -> !viewer.head().isEmpty());
            assertThat(viewer.head().get(0)).contains(" 503 ");
        }
    }

    @Test
    void nobodyIsKeptByAnOfflinePicture() {
        try (TestServer server = new TestServer("libcamera.mjpeg.offline-picture=true")) {
            Viewer viewer = server.watch("/stream");
            server.awaitViewers(1);
            server.scripted.disconnect();
            await().until(() -> viewer.parts() >= 1);

            viewer.close();

            await().until(() -> server.stats().viewers() == 0);
        }
    }

    @Test
    void anOfflinePictureHasTheSizeOfTheCamerasPictures() throws IOException {
        Size captured = new Size(640, 480);
        assertThat(sizeOf(OfflinePicture.of(new Rendition(640, 80), captured))).isEqualTo(captured);
        assertThat(sizeOf(OfflinePicture.of(new Rendition(100, 80), captured))).isEqualTo(new Size(100, 76));
        assertThat(sizeOf(OfflinePicture.of(new Rendition(16, 80), new Size(16, 2))))
                .isEqualTo(new Size(16, 2));
    }

    private static Size sizeOf(byte[] jpeg) throws IOException {
        var image = ImageIO.read(new ByteArrayInputStream(jpeg));
        return new Size(image.getWidth(), image.getHeight());
    }

    @Test
    void whatIsNoNewPictureIsNotThinnedOut() {
        FrameRateLimit limit = new FrameRateLimit(1);
        assertThat(limit.test(picture(Picture.Kind.NEW, 0))).isTrue();
        assertThat(limit.test(picture(Picture.Kind.NEW, 5))).isFalse();
        assertThat(limit.test(picture(Picture.Kind.REPEATED, 5))).isTrue();
        assertThat(limit.test(picture(Picture.Kind.OFFLINE, 5))).isTrue();
    }

    @Test
    void aClockThatBeginsAnewDoesNotSilenceAStream() {
        FrameRateLimit limit = new FrameRateLimit(1);
        assertThat(limit.test(picture(Picture.Kind.NEW, 3_600_000_000_000L))).isTrue();
        assertThat(limit.test(picture(Picture.Kind.NEW, 1))).isTrue();
        assertThat(limit.test(picture(Picture.Kind.NEW, 2))).isFalse();
    }

    private static Picture picture(Picture.Kind kind, long timestamp) {
        return new Picture(kind, timestamp, 0, timestamp, new byte[0]);
    }
}
