package io.github.reactorlibcamera.samples.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureStatistics;
import io.github.reactorlibcamera.springboot.mjpeg.CameraKey;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** Many clients at once, some of them hostile: the others keep their rate, and nothing is left of any. */
class CrowdIT {
    private static final int SECONDS = Integer.getInteger("crowd.seconds", 60);
    private static final long MEBI = 1 << 20;
    private static final int CLIENTS = 100;
    private static final int FPS = 30;

    private final CameraManager manager = CameraManager.create();
    private final List<CrowdViewer> viewers = new ArrayList<>();
    private ConfigurableApplicationContext server;
    private Camera camera;
    private int port;
    private String path;

    @BeforeEach
    void start() throws IOException {
        Map<String, Object> properties = new HashMap<>();
        properties.put("server.address", "127.0.0.1");
        properties.put("server.port", 0);
        properties.put("libcamera.camera", "simulated:bars");
        properties.put("libcamera.capture.size", "640x480");
        properties.put("libcamera.capture.frame-rate", FPS);
        properties.put("libcamera.mjpeg.max-clients", CLIENTS);
        server = MjpegServer.start(manager, properties);
        port = server.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        camera = manager.camera("simulated:bars");
        path = "/cameras/" + CameraKey.of(camera);
    }

    @AfterEach
    void end() {
        viewers.forEach(CrowdViewer::close);
        server.close();
    }

    @Test
    void aStalledClientAmongFiftySlowsNobodyDown() throws Exception {
        watch("HTTP/1.1");
        for (int i = 1; i < 50; i++) {
            watch(i % 2 == 0 ? "HTTP/1.1" : "HTTP/1.0");
        }
        CrowdViewer stalled = viewers.remove(0);
        awaitFirstPictures();
        Thread.sleep(5_000); // what is compiled and allocated once

        Footprint before = Footprint.now();
        keepTheirRate();
        Footprint after = Footprint.now();

        System.out.println(before + " -> " + after);
        assertThat(after.heap()).isLessThan(before.heap() + 16 * MEBI);
        assertThat(after.direct()).isLessThan(before.direct() + 8 * MEBI);
        assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors() + 2);
        assertThat(camera.statistics().lent()).isLessThanOrEqualTo(1); // the one that is being encoded
        stalled.close();
        everybodyLeaves();
    }

    @Test
    void hostileClientsSlowNobodyDownAndLeaveNothing() throws Exception {
        for (int i = 0; i < 10; i++) {
            watch("HTTP/1.1").reading();
        }
        awaitFirstPictures();
        List<CrowdViewer> good = List.copyOf(viewers);
        long descriptors = Footprint.now().descriptors();

        List<CrowdViewer> hostile = new ArrayList<>();
        CompletableFuture<Void> attack = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 500; i++) {
                CrowdViewer one = new CrowdViewer(port, path + "/stream", i % 3 == 0 ? "HTTP/1.0" : "HTTP/1.1");
                switch (i % 5) {
                    case 0 -> one.reset();
                    case 1 -> one.halfOpen();
                    case 2 -> one.readingAByteATime();
                    default -> {} // reads nothing
                }
                hostile.add(one);
            }
            for (int i = 0; i < 100; i++) {
                hostile.add(new CrowdViewer(port, path + "/stream", "HTTP/1.1", "HEAD"));
            }
        });
        keepTheirRate(good, Math.min(SECONDS, 20));
        attack.get();
        assertThat(hostile).hasSize(600);

        hostile.forEach(CrowdViewer::close);
        await().atMost(Duration.ofSeconds(60)).until(() -> Footprint.now().descriptors() <= descriptors + 2);
        everybodyLeaves();
    }

    private CrowdViewer watch(String version) {
        CrowdViewer viewer = new CrowdViewer(port, path + "/stream", version);
        viewers.add(viewer);
        return viewer;
    }

    private void awaitFirstPictures() {
        viewers.forEach(CrowdViewer::reading);
        await().atMost(Duration.ofSeconds(30)).until(() -> viewers.stream().allMatch(viewer -> viewer.pictures() > 0));
    }

    private void keepTheirRate() throws InterruptedException {
        keepTheirRate(viewers, SECONDS);
    }

    /** Each gets as many pictures as the camera gives, but for one in twenty. */
    private void keepTheirRate(List<CrowdViewer> those, int seconds) throws InterruptedException {
        List<Long> before = those.stream().map(CrowdViewer::pictures).toList();
        long delivered = camera.statistics().delivered();
        Thread.sleep(seconds * 1_000L);
        long frames = camera.statistics().delivered() - delivered;
        List<Long> got = new ArrayList<>();
        for (int i = 0; i < those.size(); i++) {
            got.add(those.get(i).pictures() - before.get(i));
        }
        System.out.printf("%d frames in %d s; pictures of %d viewers: %s%n", frames, seconds, those.size(), got);
        assertThat(frames).isGreaterThan(8L * seconds * FPS / 10);
        assertThat(got).allMatch(pictures -> pictures >= frames * 0.95);
    }

    private void everybodyLeaves() {
        viewers.forEach(CrowdViewer::close);
        viewers.clear();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            CaptureStatistics statistics = camera.statistics();
            assertThat(statistics.running()).isFalse();
            assertThat(statistics.lent()).isZero();
            assertThat(statistics.leaked()).isZero();
        });
    }

    /**
     * What this process holds.
     *
     * @param heap bytes that a collection leaves
     * @param direct bytes of Netty's buffers
     * @param descriptors open ones
     */
    private record Footprint(long heap, long direct, long descriptors) {
        static Footprint now() throws IOException {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
                return new Footprint(
                        runtime.totalMemory() - runtime.freeMemory(),
                        PlatformDependent.usedDirectMemory(),
                        open.count());
            }
        }
    }
}
