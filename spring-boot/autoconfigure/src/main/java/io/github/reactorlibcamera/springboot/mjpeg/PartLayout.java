package io.github.reactorlibcamera.springboot.mjpeg;

import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;

/**
 * What is around the pictures of one stream. The boundary follows its picture at once: Chrome shows a part only when the next
 * boundary is there. Thread-bound.
 */
final class PartLayout {
    private static final String BOUNDARY = "picture";
    static final MediaType CONTENT_TYPE = MediaType.parseMediaType("multipart/x-mixed-replace;boundary=" + BOUNDARY);

    private final Client client;
    private final boolean more;
    private boolean started;

    /**
     * A stream not begun.
     *
     * @param client is told of each picture
     * @param more whether parts have headers besides the usual ones
     */
    PartLayout(Client client, boolean more) {
        this.client = client;
        this.more = more;
    }

    /** {@return what goes before a picture that is about to be sent; the first begins the stream} */
    byte[] before(Picture picture) {
        client.frame();
        String begin = started ? "" : "--" + BOUNDARY + "\r\n";
        started = true;
        return ascii(begin + "Content-Type: image/jpeg\r\nContent-Length: " + picture.jpeg().length
                + "\r\nX-Timestamp: " + picture.timestamp() + "\r\n" + (more ? more(picture) : "") + "\r\n");
    }

    private String more(Picture picture) {
        return "X-Sequence: " + picture.sequence() + "\r\nX-Latency-Micros: "
                + Math.max(0, System.nanoTime() - picture.capturedAt()) / 1000 + "\r\nX-Client-Fps: " + client.fps()
                + "\r\n";
    }

    /** {@return what goes after each picture} */
    byte[] after() {
        return ascii("\r\n--" + BOUNDARY + "\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
