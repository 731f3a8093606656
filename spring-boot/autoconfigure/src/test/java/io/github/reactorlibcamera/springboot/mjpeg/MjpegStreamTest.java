package io.github.reactorlibcamera.springboot.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.netty.http.HttpResources;

/** Streams without a linger or an offline picture: what the camera does is what the viewers see. */
class MjpegStreamTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void everybodyLeaves() {
        server.everybodyLeaves();
        await().until(() -> !server.isRunning());
        assertThat(server.camera.statistics().lent()).isZero();
    }

    @Test
    void tenViewersShareASessionAndAnEncode() {
        long sessions = server.camera.statistics().sessions();
        for (int i = 0; i < 10; i++) {
            server.watch("/stream");
        }
        await().until(() -> server.stats().viewers() == 10 && server.isRunning());
        long encodes = server.stats().encodes();

        for (int frame = 1; frame <= 20; frame++) {
            server.frame();
            int seen = frame;
            await().until(() -> server.viewers.stream().allMatch(viewer -> viewer.parts() == seen));
        }

        assertThat(server.stats().encodes() - encodes).isEqualTo(20);
        assertThat(server.camera.statistics().sessions() - sessions).isEqualTo(1);
        assertThat(server.camera.statistics().lent()).isZero();
    }

    @Test
    void theCameraStopsWithItsLastViewer() {
        Viewer first = server.watch("/stream");
        Viewer second = server.watch("/stream?width=64");
        await().until(() -> server.stats().viewers() == 2 && server.isRunning());

        first.close();
        await().until(() -> {
            server.frame();
            return server.stats().viewers() == 1;
        });
        assertThat(server.isRunning()).isTrue();

        second.close();
        await().until(() -> {
            server.frame();
            return !server.isRunning();
        });
    }

    @Test
    void thinsOutForOneViewer() {
        Viewer all = server.watch("/stream");
        Viewer few = server.watch("/stream?fps=10");
        await().until(() -> server.stats().viewers() == 2 && server.isRunning());

        for (int frame = 1; frame <= 100; frame++) {
            server.frame();
            int seen = frame;
            // Frames come 10 ms apart by their timestamps, and one is on time from 50 ms before it is due on.
            await().until(() -> all.parts() == seen && few.parts() == (seen + 14) / 10);
        }
    }

    /** Their connections break before the server sees it, and it answers all of them at once. */
    @Test
    void whoLeavesAtTheFirstPictureIsForgotten() {
        for (int i = 0; i < 200; i++) {
            server.add(new Viewer(server.port, server.path + "/stream"));
        }
        await().until(() -> server.stats().viewers() == 200 && server.isRunning());

        whileTheNetworkSleeps(() -> {
            server.viewers.forEach(Viewer::reset);
            server.deliver();
            server.deliver(); // when its turn comes, all server.viewers have been given the first
        });

        await().untilAsserted(() -> {
            assertThat(server.stats().viewers()).isZero();
            assertThat(server.stats().partsInFlight()).isZero();
            assertThat(server.isRunning()).isFalse();
        });
    }

    @Test
    void framesAndEncodesAreOfTheSession() {
        for (int session = 0; session < 2; session++) {
            Viewer viewer = server.watch("/stream");
            await().until(() -> server.stats().viewers() == 1 && server.isRunning());
            for (int frame = 1; frame <= 3; frame++) {
                server.frame();
                int seen = frame;
                await().until(() -> viewer.parts() == seen);
            }
            assertThat(server.stats().frames()).isEqualTo(3);
            assertThat(server.stats().encodes()).isEqualTo(3);
            everybodyLeaves();
        }
    }

    @Test
    void anOldClientGetsNoChunks() {
        Viewer old = new Viewer(server.port, server.path + "/stream", "HTTP/1.0\r\nConnection: keep-alive").reading();
        server.viewers.add(old);
        await().until(() -> server.stats().viewers() == 1 && server.isRunning());

        server.frame();
        await().until(() -> old.parts() == 1);
        assertThat(old.head())
                .startsWith("HTTP/1.1 200 OK")
                .contains("connection: close", "--picture")
                .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("transfer-encoding"));

        server.unplugAndPlugIn();
        await().until(old::isEnded);
    }

    @Test
    void aStalledViewerHoldsOnePartAndDelaysNobody() {
        Viewer stalled = new Viewer(server.port, server.path + "/stream");
        server.viewers.add(stalled);
        Viewer lively = server.watch("/stream");
        await().until(() -> server.stats().viewers() == 2 && server.isRunning());

        // Some 20 MB, more than the socket's buffers take.
        for (int frame = 1; frame <= 400; frame++) {
            server.frame();
            int seen = frame;
            await().pollInterval(Duration.ofMillis(1)).until(() -> lively.parts() == seen);
        }

        await().untilAsserted(() -> assertThat(server.stats().partsInFlight()).isEqualTo(1));
        assertThat(server.camera.statistics().lent()).isZero();
    }

    @Test
    void anErrorEndsAllStreamsAndTheNextViewerStartsAnew() {
        long sessions = server.camera.statistics().sessions();
        List<Viewer> watching = List.of(server.watch("/stream"), server.watch("/stream?width=64"));
        await().until(() -> server.stats().viewers() == 2 && server.isRunning());
        server.frame();
        await().until(() -> watching.stream().allMatch(viewer -> viewer.parts() == 1));

        server.unplugAndPlugIn();

        await().until(() -> server.stats().viewers() == 0);
        assertThat(server.isRunning()).isFalse();
        server.watch("/stream");
        await().until(server::isRunning);
        assertThat(server.camera.statistics().sessions() - sessions).isEqualTo(2);
    }

    /** Blocks the server's event loops: what is done to sockets meanwhile, they see only later. */
    private static void whileTheNetworkSleeps(Runnable action) {
        CountDownLatch wake = new CountDownLatch(1);
        HttpResources.get()
                .onServer(true)
                .forEach(loop -> loop.execute(() -> {
                    try {
                        wake.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
        try {
            action.run();
        } finally {
            wake.countDown();
        }
    }
}
