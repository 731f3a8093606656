package io.github.reactorlibcamera.jna;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraContract;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.LibcameraStatus;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract, on a camera of real libcamera, and what only such a one can show. */
@EnabledIfSystemProperty(
        named = LibcameraIT.CAMERA,
        matches = ".+",
        disabledReason = "names a camera of libcamera with NV12 at 32x16, as its virtual pipeline has")
class LibcameraIT extends CameraContract {
    static final String CAMERA = "reactor.libcamera.test.camera";

    private static final int FRAMES = 100_000;

    @Override
    protected CameraManager createManager() {
        return CameraManager.create();
    }

    @Override
    protected String cameraId() {
        return Objects.requireNonNull(System.getProperty(CAMERA));
    }

    @Override
    protected CaptureSpec spec() {
        return CaptureSpec.viewfinder().size(32, 16).bufferCount(4);
    }

    @Test
    void libcameraIsReady() {
        try (CameraManager manager = createManager()) {
            assertThat(manager.libcamera().state()).isEqualTo(LibcameraStatus.State.READY);
            assertThat(manager.libcamera().message()).isEmpty();
        }
    }

    /** Of what can be read from at once; that a camera waits for its fence is the native tests' to show. */
    @Test
    void requestsGoThroughTheirFences() throws IOException {
        try (CameraManager manager = createManager();
                FileInputStream readable = new FileInputStream("/dev/zero")) {
            Camera camera = manager.camera(cameraId());
            int fence = descriptorOf("/dev/zero");
            List<Long> sequences = camera.withSession(spec(), session -> {
                        session.leases().take(4).subscribe(lease -> lease.queueAfter(ControlList.EMPTY, fence));
                        return session.requests().take(4).map(request -> {
                            try (request) {
                                return request.sequence();
                            }
                        });
                    })
                    .collectList()
                    .block(Duration.ofSeconds(30));
            assertThat(sequences).hasSize(4);
            assertThat(readable.read()).isZero();
        }
    }

    private static int descriptorOf(String file) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            for (Path link : open.toList()) {
                if (Files.exists(link)
                        && Files.readSymbolicLink(link).toString().equals(file)) {
                    return Integer.parseInt(link.getFileName().toString());
                }
            }
        }
        throw new AssertionError(file + " is not open");
    }

    static IntStream runs() {
        return IntStream.rangeClosed(1, Integer.getInteger("reactor.libcamera.test.runs", 1));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void aHundredThousandFramesWithoutAFault(int run) {
        try (CameraManager manager = createManager()) {
            Long last = manager.camera(cameraId())
                    .frames(spec(), Frame::sequence)
                    .take(FRAMES)
                    .blockLast(Duration.ofSeconds(100));
            assertThat(last).isGreaterThanOrEqualTo(FRAMES - 1L);
        }
    }
}
