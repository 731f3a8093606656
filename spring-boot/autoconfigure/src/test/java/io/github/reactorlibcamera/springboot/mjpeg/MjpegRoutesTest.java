package io.github.reactorlibcamera.springboot.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraBusyException;
import io.github.reactorlibcamera.CameraDisconnectedException;
import io.github.reactorlibcamera.test.ScriptedCamera.Call;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

class MjpegRoutesTest {
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
    void listsTheCameras() {
        server.client
                .get()
                .uri("/cameras")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.length()")
                .isEqualTo(2)
                .jsonPath("$[0].key")
                .isEqualTo(CameraKey.of(server.camera))
                .jsonPath("$[0].id")
                .isEqualTo(server.camera.id())
                .jsonPath("$[0].model")
                .isEqualTo(server.camera.model())
                .jsonPath("$[0].location")
                .isEqualTo("external")
                .jsonPath("$[0].stream")
                .isEqualTo(server.path + "/stream");
    }

    @Test
    void theListTellsWhoIsGoneAndHowOftenTheyCame() {
        int before = summary(server.other).arrivals();
        server.backend.camera(server.other.id()).disconnect();
        await().until(() -> !summary(server.other).present());
        assertProblemStatus("/cameras/" + CameraKey.of(server.other) + "/snapshot", 503);

        server.backend.camera(server.other.id()).reconnect();

        await().until(() -> summary(server.other).present());
        assertThat(summary(server.other).arrivals()).isEqualTo(before + 1);
    }

    private static CameraSummary summary(Camera camera) {
        CameraSummary[] all = server.client
                .get()
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
        server.client
                .get()
                .uri(uri)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody(String.class)
                .returnResult();
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
        long sessions = server.camera.statistics().sessions();
        for (String what : List.of("/stream?", "/snapshot?")) {
            server.assertProblem(server.path + what + query, 400, detail);
        }
        assertThat(server.camera.statistics().sessions()).isEqualTo(sessions);
    }

    @Test
    void anUnknownCameraIsNotFound() {
        for (String what : List.of("/stream", "/snapshot", "/stats")) {
            server.assertProblem(
                    "/cameras/nope" + what,
                    404,
                    "there is no camera \"nope\"; there are " + CameraKey.of(server.camera) + ", "
                            + CameraKey.of(server.other));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/cameras/",
                "/cameras/x/nope",
                "/cameras/x/stream/y",
                "/cameras/../../etc/passwd",
                "/cameras/%2e%2e/x"
            })
    void anUnknownPathSaysWhatThereIs(String unknown) {
        server.assertProblem(
                unknown,
                404,
                "there are /cameras, /cameras/events, and below /cameras/{camera} stream, snapshot, stats, clients and controls");
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /cameras, 'GET,HEAD'",
        "HEAD, /cameras/x/stream, GET",
        "POST, /cameras/x/stream, GET",
        "PUT, /cameras/x/snapshot, GET",
        "OPTIONS, /cameras/x/stats, GET"
    })
    void otherMethodsAreNotAllowed(String method, String known, String allowed) {
        server.client
                .method(HttpMethod.valueOf(method))
                .uri(known)
                .exchange()
                .expectStatus()
                .isEqualTo(405)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectHeader()
                .valueEquals("Allow", allowed)
                .expectBody(String.class)
                .returnResult();
    }

    @Test
    void aBusyCameraIsAConflict() {
        server.scripted.fail(Call.ACQUIRE, new CameraBusyException("another process has it", server.camera.id(), 16));

        server.assertProblem(server.path + "/stream", 409, "another process has it");
        server.assertProblem(server.path + "/snapshot", 409, "another process has it");
    }

    @Test
    void aCameraThatIsGoneIsUnavailable() {
        server.scripted.fail(Call.ACQUIRE, new CameraDisconnectedException("it was unplugged", server.camera.id(), 19));

        server.assertProblem(server.path + "/stream", 503, "it was unplugged");
    }

    @Test
    void tooManyRenditionsAreUnavailable() {
        for (int width : new int[] {16, 32, 64, 128}) {
            server.watch("/stream?width=" + width);
        }
        await().until(() -> server.stats().renditions().size() == 4);

        server.client
                .get()
                .uri(server.path + "/stream?width=160")
                .exchange()
                .expectStatus()
                .isEqualTo(503)
                .expectBody()
                .jsonPath("$.detail")
                .value(detail -> assertThat(String.valueOf(detail)).contains("width=16&quality=80"));
    }

    @Test
    void nobodyChangesAControlUnlessItIsSwitchedOn() {
        server.client
                .patch()
                .uri(server.path + "/controls")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"Brightness\": 1}")
                .exchange()
                .expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("controls are only to be read: libcamera.mjpeg.controls.enabled is not set");
    }
}
