package io.github.reactorlibcamera.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CameraNotFoundException;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.ConfigurationRejectedException;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.StreamRole;
import io.github.reactorlibcamera.StreamSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the simulated camera shows, as Java sees it. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulatedPicturesTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private CameraManager manager;

    @BeforeAll
    void open() {
        manager = CameraManager.create();
    }

    @AfterAll
    void close() {
        manager.close();
    }

    private record Picture(int planes, int stride, int bytes, long sequence, long timestamp, ByteBuffer pixels) {
        static Picture of(Frame frame) {
            ByteBuffer plane = frame.plane(0);
            ByteBuffer copy = ByteBuffer.allocate(plane.remaining()).put(plane).flip();
            return new Picture(
                    frame.planeCount(), frame.stride(0), copy.remaining(), frame.sequence(), frame.timestamp(), copy);
        }
    }

    private List<Picture> capture(String camera, String format, int width, int height) {
        return manager.camera(camera)
                .frames(CaptureSpec.viewfinder().size(width, height).pixelFormat(new PixelFormat(format)), Picture::of)
                .take(3)
                .collectList()
                .blockOptional(LIMIT)
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "simulated:bars, NV12, 2, 1", "simulated:gradient, NV12, 2, 1",
        "simulated:bars, YUV420, 3, 1", "simulated:gradient, YUV420, 3, 1",
        "simulated:bars, YUYV, 1, 2", "simulated:gradient, YUYV, 1, 2",
        "simulated:bars, RGB888, 1, 3", "simulated:gradient, RGB888, 1, 3",
        "simulated:bars, BGR888, 1, 3", "simulated:gradient, BGR888, 1, 3",
        "simulated:bars, XRGB8888, 1, 4", "simulated:gradient, XRGB8888, 1, 4",
        "simulated:bars, R8, 1, 1", "simulated:gradient, R8, 1, 1"
    })
    void eachFormatHasItsLayoutAndMoves(String camera, String format, int planes, int bytesPerPixel) {
        List<Picture> pictures = capture(camera, format, 66, 34);
        assertThat(pictures).hasSize(3).allSatisfy(picture -> {
            assertThat(picture.planes()).isEqualTo(planes);
            assertThat(picture.stride()).isEqualTo(66 * bytesPerPixel);
            assertThat(picture.bytes()).isEqualTo(66 * bytesPerPixel * 34);
            assertThat(picture.timestamp()).isPositive();
        });
        assertThat(pictures.get(0).pixels()).isNotEqualTo(pictures.get(1).pixels());
        assertThat(pictures).extracting(Picture::timestamp).isSorted().doesNotHaveDuplicates();
    }

    /** A bar's red as the sensor gives it, and as it is looked at. */
    @Test
    void aRawStreamAndAViewfinderShowTheSamePicture() {
        CaptureSpec spec = CaptureSpec.viewfinder()
                .size(320, 240)
                .pixelFormat(PixelFormat.RGB888)
                .and(StreamSpec.raw().size(1280, 960));
        List<Integer> reds = manager.camera("simulated:bars?unpaced")
                .requests(spec)
                .map(request -> {
                    try (request) {
                        ByteBuffer viewed = request.frame(StreamRole.VIEWFINDER).plane(0);
                        ByteBuffer raw = request.frame(StreamRole.RAW).plane(0);
                        assertThat(request.frame(StreamRole.RAW).stream().pixelFormat())
                                .isEqualTo(PixelFormat.SRGGB8);
                        for (int x = 0; x < 320; x++) {
                            assertThat(raw.get(4 * x / 2 * 2)).isEqualTo(viewed.get(x / 2 * 2 * 3 + 2));
                        }
                        return (int) viewed.get(2);
                    }
                })
                .take(3)
                .collectList()
                .blockOptional(LIMIT)
                .orElseThrow();
        assertThat(reds).hasSize(3);
    }

    @Test
    void mjpegFramesArePicturesOfVaryingLength() {
        assertThat(capture("simulated:bars", "MJPEG", 640, 480)).allSatisfy(picture -> {
            assertThat(picture.stride()).isZero();
            assertThat(picture.pixels().getShort(0)).isEqualTo((short) 0xffd8);
            assertThat(picture.pixels().getShort(picture.bytes() - 2)).isEqualTo((short) 0xffd9);
        });
    }

    @Test
    void metadataIsReadByName() {
        Long timestamp = manager.camera("simulated:bars?unpaced")
                .frames(CaptureSpec.viewfinder().size(32, 16), frame -> {
                    assertThat(frame.metadata().names()).contains("libcamera::FrameDuration");
                    assertThat(frame.metadata().get("libcamera::SensorTimestamp", Long.class))
                            .contains(frame.timestamp());
                    return frame.timestamp();
                })
                .next()
                .block(LIMIT);
        assertThat(timestamp).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"7, 16", "16, 7", "65535, 16", "1, 1"})
    void sizesThatItCannotDoAreAnsweredWithThePossibleOnes(int width, int height) {
        assertThatThrownBy(() -> manager.camera("simulated:bars")
                        .frames(CaptureSpec.viewfinder().size(width, height), Frame::sequence)
                        .blockFirst(LIMIT))
                .isInstanceOf(ConfigurationRejectedException.class)
                .hasMessageContaining("even");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "simulated:stars",
                "simulated:bars?fps=0",
                "simulated:bars?fps=x",
                "simulated:bars?color=red",
                "simulated:",
                "",
                "simulated:bars?",
                "nul\0character"
            })
    void idsThatItDoesNotKnowAreRefusedAtTheCall(String id) {
        assertThatThrownBy(() -> manager.camera(id))
                .isInstanceOf(CameraNotFoundException.class)
                .hasMessageContaining("simulated:gradient");
    }

    @Test
    void optionsOfOneCameraAreOneCamera() {
        CaptureSpec spec = CaptureSpec.viewfinder().size(32, 16);
        Camera slow = manager.camera("simulated:gradient?fps=500");
        Camera fast = manager.camera("simulated:gradient?unpaced");
        for (int i = 0; i < 30; i++) {
            // The second waits for the first to close, and does not find it busy.
            assertThat(slow.frames(spec, Frame::sequence).blockFirst(LIMIT)).isNotNull();
            assertThat(fast.frames(spec, Frame::sequence).blockFirst(LIMIT)).isNotNull();
        }
        assertThat(slow.statistics().sessions()).isEqualTo(60);
    }

    @Test
    void aFrameThatOutlivesItsSessionKeepsItsMetadataAndItsDescriptor() throws IOException {
        try (CameraManager another = CameraManager.create()) {
            Camera camera = another.camera("simulated:bars?unpaced");
            for (int i = 0; i < 20; i++) {
                Frame frame = camera.frames(CaptureSpec.viewfinder().size(32, 16))
                        .next()
                        .blockOptional(LIMIT)
                        .orElseThrow();
                await().atMost(LIMIT).until(() -> !camera.statistics().running());
                assertThat(frame.metadata().names())
                        .contains("libcamera::SensorTimestamp", "libcamera::FrameDuration")
                        .allMatch(name -> name.contains("::"));
                assertThat(Files.readSymbolicLink(Path.of("/proc/self/fd/" + frame.fileDescriptor(0)))
                                .toString())
                        .contains("memfd");
                frame.close();
            }
        }
    }

    @Test
    void endedSessionsDoNotPileUpMemory() {
        Camera camera = manager.camera("simulated:bars?unpaced");
        CaptureSpec spec = CaptureSpec.viewfinder().size(1920, 1080).pixelFormat(PixelFormat.NV12);
        for (int i = 0; i < 30; i++) {
            assertThat(camera.frames(spec, frame -> frame.plane(0).get(0)).blockFirst(LIMIT))
                    .isNotNull();
        }
        // 30 sessions mapped 370 MB.
        assertThat(MappedMemory.dead()).isLessThan(120L << 20);
    }
}
