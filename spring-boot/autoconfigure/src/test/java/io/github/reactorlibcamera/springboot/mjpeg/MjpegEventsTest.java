package io.github.reactorlibcamera.springboot.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MjpegEventsTest {
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
    }

    @Test
    void oneConnectionTellsOfAllCameras() {
        Viewer listener = server.add(new Viewer(server.port, "/cameras/events").reading());
        await().until(() -> hears(listener, CameraKey.of(server.camera), "known"));
        await().until(() -> hears(listener, CameraKey.of(server.other), "known"));

        Viewer viewer = server.watch("/stream");
        await().until(() -> hears(listener, CameraKey.of(server.camera), "started"));
        server.awaitViewers(1);
        server.frame();
        await().until(() ->
                lines(listener).anyMatch(line -> line.contains("\"stats\":{") && line.contains("\"metadata\":{")));
        viewer.close();
        await().until(() -> {
            server.frame();
            return hears(listener, CameraKey.of(server.camera), "stopped");
        });

        server.backend.camera(TestServer.OTHER).disconnect();
        await().until(() -> hears(listener, CameraKey.of(server.other), "removed"));
        server.backend.camera(TestServer.OTHER).reconnect();
        await().until(() -> hears(listener, CameraKey.of(server.other), "added"));
    }

    @Test
    void anOldListenerGetsNoChunks() {
        Viewer old = server.add(new Viewer(server.port, "/cameras/events", "HTTP/1.0").reading());

        await().until(() -> hears(old, CameraKey.of(server.camera), "known"));

        assertThat(old.head())
                .contains("connection: close")
                .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("transfer-encoding"));
    }

    private static boolean hears(Viewer listener, String camera, String state) {
        return lines(listener)
                .anyMatch(line ->
                        line.contains("\"camera\":\"" + camera + "\"") && line.contains("\"state\":\"" + state + "\""));
    }

    private static Stream<String> lines(Viewer listener) {
        return listener.head().stream();
    }
}
