package io.github.reactorlibcamera.samples.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.springboot.mjpeg.CameraKey;
import io.github.reactorlibcamera.test.ScriptedBackend;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

class MjpegServerTest {
    private static final ScriptedBackend backend = ScriptedBackend.manual().cameras("platform/imx219");
    private static final CameraManager manager = CameraManager.create(backend);

    private static ConfigurableApplicationContext server;
    private static WebTestClient client;
    private static String url;

    @BeforeAll
    static void start() {
        server = MjpegServer.start(manager, Map.of("server.address", "127.0.0.1", "server.port", 0));
        url = "http://127.0.0.1:" + server.getEnvironment().getRequiredProperty("local.server.port");
        client = WebTestClient.bindToServer().baseUrl(url).build();
    }

    @AfterAll
    static void stop() {
        server.close();
        assertThat(backend.isClosed()).isTrue();
    }

    @Test
    void servesThePage() {
        client.get().uri("/").exchange().expectStatus().isOk().expectHeader().contentTypeCompatibleWith("text/html");
    }

    @Test
    void servesTheCameras() {
        client.get()
                .uri("/cameras")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.length()")
                .isEqualTo(1)
                .jsonPath("$[0].key")
                .isEqualTo(CameraKey.of(manager.camera("platform/imx219")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/cameras"})
    void headIsAnswered(String known) {
        client.head().uri(known).exchange().expectStatus().isOk().expectBody().isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nope", "/index.html", "/../../etc/passwd", "/%2e%2e/x", "/application.properties"})
    void anUnknownPathSaysWhatThereIs(String unknown) {
        client.get()
                .uri(URI.create(url + unknown))
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("there are GET / and GET /cameras, which lists what more there is");
    }

    @Test
    void thePageIsOnlyRead() {
        client.post()
                .uri("/")
                .exchange()
                .expectStatus()
                .isEqualTo(405)
                .expectHeader()
                .valueEquals("Allow", "GET,HEAD");
    }
}
