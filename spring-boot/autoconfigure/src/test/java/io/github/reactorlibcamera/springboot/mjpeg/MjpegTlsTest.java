package io.github.reactorlibcamera.springboot.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS, which takes all that is written and keeps it. */
class MjpegTlsTest {
    private static final String PASSWORD = "changeit";

    @Test
    void aStalledViewerHoldsOnePart(@TempDir Path folder) throws Exception {
        Path keys = keys(folder);
        SSLContext tls = trusting(keys);
        try (TestServer server =
                new TestServer("server.ssl.key-store=" + keys, "server.ssl.key-store-password=" + PASSWORD)) {
            server.add(new Viewer(
                    tls.getSocketFactory().createSocket(), server.port, server.path + "/stream", "HTTP/1.1"));
            Viewer lively = server.add(
                    new Viewer(tls.getSocketFactory().createSocket(), server.port, server.path + "/stream", "HTTP/1.1")
                            .reading());
            server.awaitViewers(2);

            // Some 20 MB, more than the socket's buffers take.
            for (int frame = 1; frame <= 400; frame++) {
                server.frame();
                int seen = frame;
                await().pollInterval(Duration.ofMillis(1)).until(() -> lively.parts() == seen);
            }

            await().untilAsserted(
                            () -> assertThat(server.stats().partsInFlight()).isEqualTo(1));
            long before = fewest(server);
            for (int frame = 0; frame < 20; frame++) {
                server.deliver();
            }
            assertThat(fewest(server)).isEqualTo(before).isLessThan(200);
            server.everybodyLeaves();
        }
    }

    /** {@return pictures that were sent to the one who has the fewest} */
    private static long fewest(TestServer server) {
        return Objects.requireNonNull(server.client
                        .get()
                        .uri(server.path + "/clients")
                        .exchange()
                        .expectBodyList(ClientSummary.class)
                        .returnResult()
                        .getResponseBody())
                .stream()
                .mapToLong(ClientSummary::frames)
                .min()
                .orElseThrow();
    }

    private static Path keys(Path folder) throws IOException, InterruptedException {
        Path keys = folder.resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "test",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD,
                        "-storetype",
                        "PKCS12")
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        return keys;
    }

    private static SSLContext trusting(Path keys) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            trusted.load(in, PASSWORD.toCharArray());
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
