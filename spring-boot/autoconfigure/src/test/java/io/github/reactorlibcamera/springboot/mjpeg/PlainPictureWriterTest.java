package io.github.reactorlibcamera.springboot.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** A server that is not Reactor Netty: Spring's mock. */
class PlainPictureWriterTest {
    private final MockServerHttpResponse response = new MockServerHttpResponse();

    @Test
    void anotherServerGetsTheSameParts() {
        Client client = new Client("key", "here", new Rendition(16, 80));
        PictureWriter writer = PictureWriter.of(response);

        StepVerifier.create(writer.write(
                        response,
                        Flux.just(picture(7, "one"), picture(8, "other")),
                        new PartLayout(client, false),
                        new AtomicInteger()))
                .verifyComplete();

        assertThat(writer).isInstanceOf(PlainPictureWriter.class);
        assertThat(response.getBodyAsString().block())
                .isEqualTo("--picture\r\nContent-Type: image/jpeg\r\nContent-Length: 3\r\nX-Timestamp: 7\r\n\r\none"
                        + "\r\n--picture\r\nContent-Type: image/jpeg\r\nContent-Length: 5\r\nX-Timestamp: 8\r\n\r\nother"
                        + "\r\n--picture\r\n");
        assertThat(client.summary(1).frames()).isEqualTo(2);
    }

    private static Picture picture(long timestamp, String jpeg) {
        return new Picture(Picture.Kind.NEW, timestamp, 0, timestamp, jpeg.getBytes(StandardCharsets.US_ASCII));
    }
}
