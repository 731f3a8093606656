package io.github.reactorlibcamera.springboot.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;

/** Who is served, how many, and what they get besides the pictures. */
class MjpegClientsTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(
                "libcamera.mjpeg.max-clients=3",
                "libcamera.mjpeg.headers=true",
                "libcamera.mjpeg.snapshot.max-age=1h",
                "libcamera.mjpeg.snapshot.timeout=10s");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void everybodyLeaves() {
        server.everybodyLeaves();
        await().until(() -> clients().length == 0);
    }

    @Test
    void clientsAreListed() {
        Viewer viewer = server.watch("/stream?width=64&quality=50");
        server.awaitViewers(1);
        server.frame();
        server.frame();
        await().until(() -> viewer.parts() >= 1);

        assertThat(clients()).singleElement().satisfies(client -> {
            assertThat(client.address()).isEqualTo("127.0.0.1");
            assertThat(client.rendition()).isEqualTo(new Rendition(64, 50));
            assertThat(client.frames()).isBetween(1L, 2L);
        });
    }

    @Test
    void oneTooManyIsUnavailableUntilAnotherLeaves() {
        Viewer first = server.watch("/stream");
        server.watch("/stream");
        server.watch("/stream");
        server.awaitViewers(3);
        String detail = "there are already 3 clients, as many as libcamera.mjpeg.max-clients allows; try again later";
        server.assertProblem(server.path + "/stream", 503, detail);
        server.assertProblem(server.path + "/snapshot", 503, detail);

        first.close();
        await().until(() -> {
            server.frame();
            return clients().length == 2;
        });

        Viewer fourth = server.watch("/stream");
        server.awaitViewers(3);
        server.frame();
        await().until(() -> fourth.parts() >= 1);
    }

    @Test
    void partsHaveHeaders() {
        Viewer viewer = server.watch("/stream");
        server.awaitViewers(1);
        server.frame();
        await().until(() -> viewer.parts() == 1);

        assertThat(viewer.head())
                .contains("X-Sequence: 0", "X-Client-Fps: 0.0", "Pragma: no-cache", "X-Accel-Buffering: no")
                .contains("Cache-Control: no-store, no-cache, must-revalidate")
                .anyMatch(line -> line.matches("X-Latency-Micros: [0-9]+"))
                .anyMatch(line -> line.matches("X-Timestamp: [0-9]+"));
    }

    @Test
    void aPictureThatWasTakenForAnotherWillDoForASnapshot() {
        Viewer viewer = server.watch("/stream?width=128");
        server.awaitViewers(1);
        server.frame();
        await().until(() -> viewer.parts() == 1);

        for (String snapshot : new String[] {"/snapshot?width=128", "?action=snapshot&width=128"}) {
            server.client
                    .get()
                    .uri(server.path + snapshot)
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectHeader()
                    .contentType(MediaType.IMAGE_JPEG)
                    .expectHeader()
                    .exists("X-Timestamp")
                    .expectBody(byte[].class)
                    .returnResult();
        }
    }

    @Test
    void theAliasOfAStreamIsAStream() {
        Viewer viewer = server.watch("?action=stream");
        server.awaitViewers(1);
        server.frame();
        await().until(() -> viewer.parts() == 1);
    }

    @Test
    void anotherActionIsRefused() {
        server.assertProblem(server.path, 400, "action is stream or snapshot, not left out");
        server.assertProblem(server.path + "?action=take", 400, "action is stream or snapshot, not \"take\"");
    }

    private static ClientSummary[] clients() {
        return Objects.requireNonNull(server.client
                .get()
                .uri(server.path + "/clients")
                .exchange()
                .expectBody(ClientSummary[].class)
                .returnResult()
                .getResponseBody());
    }
}
