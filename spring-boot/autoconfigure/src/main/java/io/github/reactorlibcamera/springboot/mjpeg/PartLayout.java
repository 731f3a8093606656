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

    private boolean started;

    /** {@return what goes before a picture; its first use begins the stream} */
    byte[] before(Picture picture) {
        String begin = started ? "" : "--" + BOUNDARY + "\r\n";
        started = true;
        return ascii(begin + "Content-Type: image/jpeg\r\nContent-Length: " + picture.jpeg().length
                + "\r\nX-Timestamp: " + picture.timestamp() + "\r\n\r\n");
    }

    /** {@return what goes after each picture} */
    byte[] after() {
        return ascii("\r\n--" + BOUNDARY + "\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
