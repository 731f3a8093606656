package io.github.reactorlibcamera.springboot.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MjpegIdleTest {
    private static final int SIZE = 16 << 20;

    /** On the connection that a list was asked for on, as a browser does. */
    @Test
    void whatElseTheApplicationSendsMayTakeItsTime(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("recording.bin"), new byte[SIZE]);
        try (TestServer server = new TestServer(
                        "libcamera.mjpeg.write-idle-timeout=100ms",
                        "spring.web.resources.static-locations=" + folder.toUri());
                Socket browser = new Socket(InetAddress.getLoopbackAddress(), server.port)) {
            browser.setReceiveBufferSize(1 << 16);
            get(browser, "/cameras");
            readTo(browser.getInputStream(), "]");
            get(browser, "/recording.bin");
            readTo(browser.getInputStream(), "\r\n\r\n");
            long read = 0;
            byte[] some = new byte[1 << 16];
            while (read < SIZE) {
                int more = browser.getInputStream().read(some);
                assertThat(more).as("after %d bytes", read).isPositive();
                read += more;
                LockSupport.parkNanos(2_000_000);
            }
            assertThat(read).isEqualTo(SIZE);
        }
    }

    private static void get(Socket socket, String path) throws IOException {
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static void readTo(InputStream in, String end) throws IOException {
        StringBuilder all = new StringBuilder();
        while (all.indexOf(end) < 0) {
            int next = in.read();
            assertThat(next).as("after %s", all).isNotNegative();
            all.append((char) next);
        }
    }

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
