package io.github.reactorlibcamera.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraConfiguration;
import io.github.reactorlibcamera.CameraConfiguration.Adjustment;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.ColorSpace;
import io.github.reactorlibcamera.ConfigurationRejectedException;
import io.github.reactorlibcamera.Orientation;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.SensorConfiguration;
import io.github.reactorlibcamera.Size;
import io.github.reactorlibcamera.StreamConfiguration;
import io.github.reactorlibcamera.StreamFormat;
import io.github.reactorlibcamera.StreamRole;
import io.github.reactorlibcamera.StreamSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.test.StepVerifier;

/** What a camera is configured to, and what is adjusted, refused and left behind. */
@Timeout(120)
class SimulatedConfigurationTest extends SimulatedFixture {
    private static final PixelFormat SRGGB8 = PixelFormat.SRGGB8;

    private CameraConfiguration validate(CaptureSpec wanted) {
        return camera("bars").validate(wanted).blockOptional(LIMIT).orElseThrow();
    }

    private void assertRefused(CaptureSpec wanted, String... words) {
        StepVerifier.create(camera("bars").requests(wanted))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(ConfigurationRejectedException.class)
                        .hasMessageContainingAll(words))
                .verify(LIMIT);
    }

    @Test
    void formatsAreThoseOfTheRoleWithTheirRangeOfSizes() {
        List<StreamFormat> raw =
                camera("bars").formats(StreamRole.RAW).blockOptional(LIMIT).orElseThrow();
        assertThat(raw).containsExactly(new StreamFormat(SRGGB8, new Size(2, 2), new Size(8192, 8192), 2, 2));
        assertThat(camera("bars").formats(StreamRole.STILL_CAPTURE).block(LIMIT))
                .extracting(format -> format.pixelFormat().name())
                .containsExactly("NV12", "YUV420", "YUYV", "RGB888", "BGR888", "XRGB8888", "R8", "MJPEG");
    }

    @Test
    void eachStreamTellsItsLayoutAndColorSpace() {
        CameraConfiguration configuration = validate(spec.and(StreamSpec.raw().size(64, 32))
                .and(StreamSpec.stillCapture().size(320, 240).pixelFormat(PixelFormat.XRGB8888)));
        assertThat(configuration.streams())
                .containsExactly(
                        new StreamConfiguration(
                                StreamRole.VIEWFINDER,
                                PixelFormat.NV12,
                                new Size(32, 16),
                                32,
                                768,
                                ColorSpace.SMPTE170M),
                        new StreamConfiguration(StreamRole.RAW, SRGGB8, new Size(64, 32), 64, 2048, ColorSpace.RAW),
                        new StreamConfiguration(
                                StreamRole.STILL_CAPTURE,
                                PixelFormat.XRGB8888,
                                new Size(320, 240),
                                1280,
                                307_200,
                                ColorSpace.SRGB));
        assertThat(configuration.orientation()).isEqualTo(Orientation.ROTATE_0);
        assertThat(configuration.sensor()).isNull();
        assertThat(configuration.adjusted()).isEmpty();
    }

    @Test
    void whatItHasCanBeAskedFor() {
        CaptureSpec wanted = spec.colorSpace(ColorSpace.SMPTE170M)
                .orientation(Orientation.ROTATE_0)
                .sensor(new SensorConfiguration(8, new Size(640, 480)));
        CameraConfiguration configuration = validate(wanted);
        assertThat(configuration.adjusted()).isEmpty();
        assertThat(configuration.sensor()).isEqualTo(wanted.sensor());
    }

    @Test
    void whatItDoesNotHaveIsToldAndRefusedUnlessAccepted() {
        CaptureSpec wanted = spec.colorSpace(ColorSpace.REC2020)
                .orientation(Orientation.ROTATE_90)
                .sensor(new SensorConfiguration(12, new Size(640, 480)));
        CameraConfiguration adjusted = validate(wanted);
        assertThat(adjusted.adjusted())
                .containsExactlyInAnyOrder(Adjustment.COLOR_SPACE, Adjustment.ORIENTATION, Adjustment.SENSOR);
        assertThat(adjusted.streams().get(0).colorSpace()).isEqualTo(ColorSpace.SMPTE170M);
        assertThat(adjusted.orientation()).isEqualTo(Orientation.ROTATE_0);
        assertRefused(spec.colorSpace(ColorSpace.REC2020), "Rec2020", "SMPTE170M", "acceptAdjusted()");
        assertRefused(spec.orientation(Orientation.ROTATE_90), "ROTATE_90", "ROTATE_0", "acceptAdjusted()");
        assertRefused(spec.sensor(new SensorConfiguration(12, new Size(640, 480))), "bitDepth=12", "bitDepth=8");
        assertRefused(
                spec.and(StreamSpec.stillCapture().colorSpace(ColorSpace.RAW)), "STILL_CAPTURE", "RAW", "SMPTE170M");
        StepVerifier.create(camera("bars?unpaced")
                        .withSession(
                                wanted.acceptAdjusted(),
                                session -> session.requests().take(1).map(request -> {
                                    request.close();
                                    return session.configuration().adjusted();
                                })))
                .expectNext(adjusted.adjusted())
                .expectComplete()
                .verify(LIMIT);
    }

    /** Descriptors, and mappings of pixels, go once nobody can reach them. */
    @Test
    void sessionsOfChangingSizesAndStreamsLeaveNothingBehind() throws IOException {
        Camera camera = camera("bars?unpaced");
        List<CaptureSpec> specs = List.of(
                spec,
                spec.size(640, 480).bufferCount(6),
                spec.size(320, 240).and(StreamSpec.raw().size(640, 480)),
                spec.pixelFormat(PixelFormat.MJPEG)
                        .and(StreamSpec.stillCapture())
                        .and(StreamSpec.videoRecording()));
        capture(camera, specs, 12); // ends as the hundred do: the last session is remembered
        System.gc();
        long descriptors = descriptors();
        long mappings = mappings();
        capture(camera, specs, 25 * specs.size());
        await().atMost(LIMIT).untilAsserted(() -> {
            System.gc(); // finds what is unreachable, cleaners then free it
            assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
            assertThat(mappings()).isLessThanOrEqualTo(mappings);
        });
    }

    private static void capture(Camera camera, List<CaptureSpec> specs, int sessions) {
        for (int i = 0; i < sessions; i++) {
            CaptureSpec wanted = specs.get(i % specs.size());
            camera.requests(wanted)
                    .take(2)
                    .doOnNext(request -> {
                        assertThat(request.frames()).hasSameSizeAs(wanted.streams());
                        request.close();
                    })
                    .blockLast(LIMIT);
        }
        eventually(() -> !camera.statistics().running());
    }

    private static long descriptors() throws IOException {
        List<Path> links;
        try (Stream<Path> entries = Files.list(Path.of("/proc/self/fd"))) {
            links = new ArrayList<>(entries.toList());
        }
        return links.stream().filter(link -> target(link).contains("memfd:rlc")).count();
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // that of the listing itself
        }
    }

    private static long mappings() throws IOException {
        return Arrays.stream(Files.readString(Path.of("/proc/self/maps")).split("\n"))
                .filter(line -> line.contains("memfd:rlc"))
                .count();
    }
}
