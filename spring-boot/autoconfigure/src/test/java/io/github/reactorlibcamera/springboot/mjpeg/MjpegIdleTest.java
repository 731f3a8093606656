package io.github.reactorlibcamera.springboot.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MjpegIdleTest {
    @Test
    void whoTakesNothingForTooLongIsDisconnected() {
        try (TestServer server = new TestServer("libcamera.mjpeg.write-idle-timeout=300ms")) {
            server.add(new Viewer(server.port, server.path + "/stream")); // which does not read
            server.awaitViewers(1);

            await().pollInterval(Duration.ofMillis(1))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> {
                        server.frame();
                        return server.stats().viewers() == 0;
                    });

            await().until(() -> !server.isRunning());
            assertThat(server.stats().partsInFlight()).isZero();
        }
    }
}
