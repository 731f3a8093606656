package io.github.reactorlibcamera.samples.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraBusyException;
import io.github.reactorlibcamera.CameraDisconnectedException;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.test.ScriptedBackend;
import io.github.reactorlibcamera.test.ScriptedCamera;
import io.github.reactorlibcamera.test.ScriptedCamera.Call;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.netty.http.HttpResources;

class MjpegServerTest {
    private static final ScriptedBackend backend = TestCameras.of("\\_SB.PCI0:1/usb-2", "platform/imx219");
    private static final ScriptedCamera scripted = backend.camera();
    private static final CameraManager manager = CameraManager.create(backend);
    private static final Camera camera = manager.camera(scripted.id());
    private static final Camera other = manager.camera("platform/imx219");
    private static final String path = "/cameras/" + CameraKey.of(camera);

    private static ConfigurableApplicationContext server;
    private static WebTestClient client;
    private static int port;

    private final List<Viewer> viewers = new ArrayList<>();

    @BeforeAll
    static void start() {
        CaptureSettings settings = new CaptureSettings(null, CaptureSettings.DEFAULT_SIZE, 0, 80);
        server = MjpegServer.start(manager, settings, "127.0.0.1", 0);
        port = server.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        client =
                WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }

    @AfterAll
    static void stop() {
        server.close();
        assertThat(backend.isClosed()).isTrue();
    }

    @AfterEach
    void everybodyLeaves() {
        scripted.mend(Call.ACQUIRE);
        viewers.forEach(Viewer::close);
        // A connection that is gone is noticed by writing to it.
        await().until(() -> {
            frame();
            return !isRunning();
        });
        await().untilAsserted(() -> assertThat(stats().partsInFlight()).isZero());
        assertThat(camera.statistics().lent()).isZero();
    }

    @Test
    void listsTheCameras() {
        client.get()
                .uri("/cameras")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.length()")
                .isEqualTo(2)
                .jsonPath("$[0].key")
                .isEqualTo(CameraKey.of(camera))
                .jsonPath("$[0].id")
                .isEqualTo(camera.id())
                .jsonPath("$[0].model")
                .isEqualTo(camera.model())
                .jsonPath("$[0].location")
                .isEqualTo("external")
                .jsonPath("$[0].stream")
                .isEqualTo(path + "/stream");
    }

    @Test
    void servesThePage() {
        client.get().uri("/").exchange().expectStatus().isOk().expectHeader().contentTypeCompatibleWith("text/html");
    }

    @Test
    void aKeyIsPlainAndStable() {
        assertThat(CameraKey.of(camera)).matches("[a-z0-9-]+").startsWith("test-cam-9000-");
        assertThat(keyOf(camera.id())).isEqualTo(CameraKey.of(camera));
        assertThat(CameraKey.of(other)).isNotEqualTo(CameraKey.of(camera));
        assertThat(keyOf("simulated:bars?fps=5")).isEqualTo(keyOf("simulated:bars"));
    }

    private static String keyOf(String id) {
        try (CameraManager another = CameraManager.create(TestCameras.of(id))) {
            return CameraKey.of(another.camera(id));
        }
    }

    @Test
    void aChosenCameraThatIsGoneIsShownAsSuchUntilItIsBack() {
        ScriptedBackend chosen = TestCameras.of(camera.id());
        try (CameraManager another = CameraManager.create(chosen)) {
            CameraDirectory directory =
                    new CameraDirectory(another, new CaptureSettings(camera.id(), CaptureSettings.DEFAULT_SIZE, 0, 80));
            LiveCamera live = directory.cameras().get(0);
            assertThat(live.isPresent()).isTrue();

            chosen.camera().disconnect();

            await().until(() -> !live.isPresent());
            assertThat(directory.cameras()).containsExactly(live);
            chosen.camera().reconnect();
            await().until(live::isPresent);
            assertThat(live.arrivals()).isEqualTo(1);
        }
    }

    @Test
    void aChosenCameraThatIsNotThereYetAppears() {
        ScriptedBackend chosen = TestCameras.of(camera.id());
        chosen.camera().disconnect();
        try (CameraManager another = CameraManager.create(chosen)) {
            CameraDirectory directory =
                    new CameraDirectory(another, new CaptureSettings(camera.id(), CaptureSettings.DEFAULT_SIZE, 0, 80));
            assertThat(directory.cameras()).isEmpty();
            assertThatThrownBy(() -> directory.camera("x")).hasMessage("there is no camera \"x\"; there is none");

            chosen.camera().reconnect();

            await().until(() -> directory.cameras().size() == 1);
        }
    }

    @Test
    void theListTellsWhoIsGoneAndHowOftenTheyCame() {
        int before = summary(other).arrivals();
        backend.camera(other.id()).disconnect();
        await().until(() -> !summary(other).present());
        assertProblemStatus("/cameras/" + CameraKey.of(other) + "/snapshot", 503);

        backend.camera(other.id()).reconnect();

        await().until(() -> summary(other).present());
        assertThat(summary(other).arrivals()).isEqualTo(before + 1);
    }

    private static CameraSummary summary(Camera camera) {
        CameraSummary[] all = client.get()
                .uri("/cameras")
                .exchange()
                .expectBody(CameraSummary[].class)
                .returnResult()
                .getResponseBody();
        return Arrays.stream(Objects.requireNonNull(all))
                .filter(summary -> summary.id().equals(camera.id()))
                .findFirst()
                .orElseThrow();
    }

    private static void assertProblemStatus(String uri, int status) {
        client.get().uri(uri).exchange().expectStatus().isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "width=0 | width is an even number from 16 to 320, not 0",
                "width=-1 | width is an even number from 16 to 320, not \"-1\"",
                "width=7 | width is an even number from 16 to 320, not 7",
                "width=17 | width is an even number from 16 to 320, not 17",
                "width=100000 | width is an even number from 16 to 320, not 100000",
                "width=abc | width is an even number from 16 to 320, not \"abc\"",
                "width= | width is an even number from 16 to 320, not \"\"",
                "width | width is an even number from 16 to 320, not \"\"",
                "width&width=64 | width is an even number from 16 to 320, once, not [, 64]",
                "width=64&width=64 | width is an even number from 16 to 320, once, not [64, 64]",
                "quality=0 | quality is a whole number from 1 to 100, not 0",
                "quality=101 | quality is a whole number from 1 to 100, not 101",
                "fps=0 | fps is a number above 0, up to 1000, not \"0\"",
                "fps=-1 | fps is a number above 0, up to 1000, not \"-1\"",
                "fps=1001 | fps is a number above 0, up to 1000, not \"1001\"",
                "fps=NaN | fps is a number above 0, up to 1000, not \"NaN\""
            })
    void refusesBadParameters(String query, String detail) {
        long sessions = camera.statistics().sessions();
        for (String what : List.of("/stream?", "/snapshot?")) {
            assertProblem(path + what + query, 400, detail);
        }
        assertThat(camera.statistics().sessions()).isEqualTo(sessions);
    }

    @Test
    void anUnknownCameraIsNotFound() {
        for (String what : List.of("/stream", "/snapshot", "/stats")) {
            assertProblem(
                    "/cameras/nope" + what,
                    404,
                    "there is no camera \"nope\"; there are " + CameraKey.of(camera) + ", " + CameraKey.of(other));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nope", "/cameras/", "/cameras/x", "/index.html", "/../../etc/passwd", "/%2e%2e/x"})
    void anUnknownPathSaysWhatThereIs(String unknown) {
        assertProblem(
                unknown,
                404,
                "there are GET /, /cameras, /cameras/{camera}/stream, /cameras/{camera}/snapshot and"
                        + " /cameras/{camera}/stats");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/cameras"})
    void headIsAnswered(String known) {
        client.head().uri(known).exchange().expectStatus().isOk().expectBody().isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /, 'GET,HEAD'",
        "DELETE, /cameras, 'GET,HEAD'",
        "HEAD, /cameras/x/stream, GET",
        "POST, /cameras/x/stream, GET",
        "PUT, /cameras/x/snapshot, GET",
        "OPTIONS, /cameras/x/stats, GET"
    })
    void otherMethodsAreNotAllowed(String method, String known, String allowed) {
        client.method(HttpMethod.valueOf(method))
                .uri(known)
                .exchange()
                .expectStatus()
                .isEqualTo(405)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectHeader()
                .valueEquals("Allow", allowed);
    }

    @Test
    void aBusyCameraIsAConflict() {
        scripted.fail(Call.ACQUIRE, new CameraBusyException("another process has it", camera.id(), 16));

        assertProblem(path + "/stream", 409, "another process has it");
        assertProblem(path + "/snapshot", 409, "another process has it");
    }

    @Test
    void aCameraThatIsGoneIsUnavailable() {
        scripted.fail(Call.ACQUIRE, new CameraDisconnectedException("it was unplugged", camera.id(), 19));

        assertProblem(path + "/stream", 503, "it was unplugged");
    }

    @Test
    void tooManyRenditionsAreUnavailable() {
        for (int width : new int[] {16, 32, 64, 128}) {
            watch("/stream?width=" + width);
        }
        await().until(() -> stats().renditions().size() == 4);

        client.get()
                .uri(path + "/stream?width=160")
                .exchange()
                .expectStatus()
                .isEqualTo(503)
                .expectBody()
                .jsonPath("$.detail")
                .value(detail -> assertThat(String.valueOf(detail)).contains("width=16&quality=80"));
    }

    @Test
    void tenViewersShareASessionAndAnEncode() {
        long sessions = camera.statistics().sessions();
        for (int i = 0; i < 10; i++) {
            watch("/stream");
        }
        await().until(() -> stats().viewers() == 10 && isRunning());
        long encodes = stats().encodes();

        for (int frame = 1; frame <= 20; frame++) {
            frame();
            int seen = frame;
            await().until(() -> viewers.stream().allMatch(viewer -> viewer.parts() == seen));
        }

        assertThat(stats().encodes() - encodes).isEqualTo(20);
        assertThat(camera.statistics().sessions() - sessions).isEqualTo(1);
        assertThat(camera.statistics().lent()).isZero();
    }

    @Test
    void theCameraStopsWithItsLastViewer() {
        Viewer first = watch("/stream");
        Viewer second = watch("/stream?width=64");
        await().until(() -> stats().viewers() == 2 && isRunning());

        first.close();
        await().until(() -> {
            frame();
            return stats().viewers() == 1;
        });
        assertThat(isRunning()).isTrue();

        second.close();
        await().until(() -> {
            frame();
            return !isRunning();
        });
    }

    @Test
    void thinsOutForOneViewer() {
        Viewer all = watch("/stream");
        Viewer few = watch("/stream?fps=10");
        await().until(() -> stats().viewers() == 2 && isRunning());

        for (int frame = 1; frame <= 100; frame++) {
            frame();
            int seen = frame;
            // Frames come 10 ms apart by their timestamps.
            await().until(() -> all.parts() == seen && few.parts() == (seen + 9) / 10);
        }
    }

    /** Their connections break before the server sees it, and it answers all of them at once. */
    @Test
    void whoLeavesAtTheFirstPictureIsForgotten() {
        for (int i = 0; i < 200; i++) {
            viewers.add(new Viewer(port, path + "/stream"));
        }
        await().until(() -> stats().viewers() == 200 && isRunning());

        whileTheNetworkSleeps(() -> {
            viewers.forEach(Viewer::reset);
            deliver();
            deliver(); // when its turn comes, all viewers have been given the first
        });

        await().untilAsserted(() -> {
            assertThat(stats().viewers()).isZero();
            assertThat(stats().partsInFlight()).isZero();
            assertThat(isRunning()).isFalse();
        });
    }

    @Test
    void framesAndEncodesAreOfTheSession() {
        for (int session = 0; session < 2; session++) {
            Viewer viewer = watch("/stream");
            await().until(() -> stats().viewers() == 1 && isRunning());
            for (int frame = 1; frame <= 3; frame++) {
                frame();
                int seen = frame;
                await().until(() -> viewer.parts() == seen);
            }
            assertThat(stats().frames()).isEqualTo(3);
            assertThat(stats().encodes()).isEqualTo(3);
            everybodyLeaves();
        }
    }

    @Test
    void anOldClientGetsNoChunks() {
        Viewer old = new Viewer(port, path + "/stream", "HTTP/1.0\r\nConnection: keep-alive").reading();
        viewers.add(old);
        await().until(() -> stats().viewers() == 1 && isRunning());

        frame();
        await().until(() -> old.parts() == 1);
        assertThat(old.head())
                .startsWith("HTTP/1.1 200 OK")
                .contains("connection: close", "--picture")
                .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("transfer-encoding"));

        unplugAndPlugIn();
        await().until(old::isEnded);
    }

    @Test
    void aStalledViewerHoldsOnePartAndDelaysNobody() {
        Viewer stalled = new Viewer(port, path + "/stream");
        viewers.add(stalled);
        Viewer lively = watch("/stream");
        await().until(() -> stats().viewers() == 2 && isRunning());

        // Some 20 MB, more than the socket's buffers take.
        for (int frame = 1; frame <= 400; frame++) {
            frame();
            int seen = frame;
            await().pollInterval(Duration.ofMillis(1)).until(() -> lively.parts() == seen);
        }

        await().untilAsserted(() -> assertThat(stats().partsInFlight()).isEqualTo(1));
        assertThat(camera.statistics().lent()).isZero();
    }

    @Test
    void anErrorEndsAllStreamsAndTheNextViewerStartsAnew() {
        long sessions = camera.statistics().sessions();
        List<Viewer> watching = List.of(watch("/stream"), watch("/stream?width=64"));
        await().until(() -> stats().viewers() == 2 && isRunning());
        frame();
        await().until(() -> watching.stream().allMatch(viewer -> viewer.parts() == 1));

        unplugAndPlugIn();

        await().until(() -> stats().viewers() == 0);
        assertThat(isRunning()).isFalse();
        watch("/stream");
        await().until(MjpegServerTest::isRunning);
        assertThat(camera.statistics().sessions() - sessions).isEqualTo(2);
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

    private static boolean isRunning() {
        return camera.statistics().running();
    }

    /** Lets the camera give a frame, if it runs. */
    private static void frame() {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> !isRunning() || scripted.session().complete());
    }

    /** Lets the running camera give a frame, and waits until the server has its hands on it. */
    private static void deliver() {
        long before = camera.statistics().delivered();
        frame();
        await().until(() -> camera.statistics().delivered() > before);
    }

    /** The session that runs fails; the next finds the camera. */
    private static void unplugAndPlugIn() {
        scripted.disconnect();
        scripted.reconnect();
    }

    private Viewer watch(String what) {
        Viewer viewer = new Viewer(port, path + what).reading();
        viewers.add(viewer);
        return viewer;
    }

    private static CameraStats stats() {
        return Objects.requireNonNull(client.get()
                .uri(path + "/stats")
                .exchange()
                .expectBody(CameraStats.class)
                .returnResult()
                .getResponseBody());
    }

    private static void assertProblem(String uri, int status, String detail) {
        client.get()
                .uri(URI.create("http://127.0.0.1:" + port + uri))
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo(status)
                .jsonPath("$.detail")
                .isEqualTo(detail);
    }
}
