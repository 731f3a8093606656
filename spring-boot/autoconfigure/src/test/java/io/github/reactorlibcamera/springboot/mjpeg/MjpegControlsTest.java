package io.github.reactorlibcamera.springboot.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.reactorlibcamera.ControlList;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

class MjpegControlsTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer("libcamera.mjpeg.controls.enabled=true");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void everybodyLeaves() {
        server.everybodyLeaves();
    }

    @Test
    void controlsAreListedWithWhatHoldsNow() {
        patch("{\"libcamera::AnalogueGain\": 2}")
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult();

        server.client
                .get()
                .uri(server.path + "/controls")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.length()")
                .isEqualTo(3)
                .jsonPath("$[0].name")
                .isEqualTo("libcamera::AnalogueGain")
                .jsonPath("$[0].type")
                .isEqualTo("float")
                .jsonPath("$[0].current")
                .isEqualTo(2.0)
                .jsonPath("$[0].default")
                .isEmpty();
    }

    @Test
    void aChangeReachesTheRunningSessionAndTheNext() {
        Viewer viewer = server.watch("/stream");
        server.awaitViewers(1);

        Map<String, Object> wanted = Map.of("libcamera::Brightness", 0.5f, "libcamera::ExposureTime", 10_000);
        patch("{\"Brightness\": 0.5, \"ExposureTime\": 10000}")
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult();

        await().until(() -> {
            server.frame();
            return lastSettings().entrySet().containsAll(wanted.entrySet());
        });
        viewer.close();
        server.everybodyLeaves();
        await().until(() -> !server.isRunning());
        server.watch("/stream");
        server.awaitViewers(1);
        server.deliver();
        assertThat(lastSettings()).containsAllEntriesOf(wanted);
    }

    private static Map<String, Object> lastSettings() {
        var settings = server.scripted.session().settings();
        return (settings.isEmpty() ? ControlList.EMPTY : settings.get(settings.size() - 1)).asMap();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"Nope\": 1} | there is no control \"Nope\"; the camera has libcamera::AnalogueGain,",
                "{\"Brightness\": \"much\"} | libcamera::Brightness is a number, not much",
                "{\"Brightness\": null} | libcamera::Brightness is a value, not null",
                "{\"Brightness\": [1]} | libcamera::Brightness is a number, not [1]",
                "{\"ExposureTime\": 1.5} | libcamera::ExposureTime is a whole number",
                "{\"ExposureTime\": 99999999999} | libcamera::ExposureTime is a whole number",
                "`` | the body is a JSON object of values by name",
                "[1] | Failed to read",
                "{ | Failed to read"
            })
    void aWrongChangeIsRefusedWithASentence(String body, String detail) {
        patch(body)
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.detail")
                .value(told -> assertThat(String.valueOf(told)).startsWith(detail));
    }

    @Test
    void aBodyThatIsTooLongIsRefused() {
        patch("{\"Brightness\": \"" + "1".repeat(300_000) + "\"}")
                .expectStatus()
                .isEqualTo(HttpStatus.CONTENT_TOO_LARGE)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    /** As its pictures: it is known, and not there. */
    @Test
    void anUnpluggedCamerasControlsAreNotThereForNow() {
        server.scripted.disconnect();
        try {
            server.client
                    .get()
                    .uri(server.path + "/controls")
                    .exchange()
                    .expectStatus()
                    .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        } finally {
            server.scripted.reconnect();
        }
    }

    @Test
    void allAreChangedOrNone() {
        patch("{\"Brightness\": 0.25}")
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult();
        patch("{\"Brightness\": 0.75, \"Nope\": 1}")
                .expectStatus()
                .isBadRequest()
                .expectBody(String.class)
                .returnResult();

        server.client
                .get()
                .uri(server.path + "/controls")
                .exchange()
                .expectBody()
                .jsonPath("$[1].current")
                .isEqualTo(0.25);
    }

    @Test
    void aBodyOfAnotherKindIsRefused() {
        server.client
                .patch()
                .uri(server.path + "/controls")
                .contentType(MediaType.TEXT_PLAIN)
                .bodyValue("Brightness=1")
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.UNSUPPORTED_MEDIA_TYPE)
                .expectBody(String.class)
                .returnResult();
    }

    private static WebTestClient.ResponseSpec patch(String body) {
        return server.client
                .patch()
                .uri(server.path + "/controls")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }
}
