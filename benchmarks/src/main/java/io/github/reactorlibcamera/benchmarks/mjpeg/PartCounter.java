package io.github.reactorlibcamera.benchmarks.mjpeg;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Counts the parts of a multipart stream by the lengths that they tell, whatever their boundary is. Thread-bound. */
final class PartCounter {
    private static final String LENGTH = "content-length:";
    private static final int LINE = 512;

    private final byte[] line = new byte[LINE];
    private int filled;

    /** Of the part that begins, 0 if it has not told yet. */
    private long length;

    /** Bytes of the part that are still to come. */
    private long left;

    private long parts;

    /** Takes what has been read. */
    void take(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (left > 0) {
                int skipped = (int) Math.min(left, bytes.remaining());
                bytes.position(bytes.position() + skipped);
                left -= skipped;
                parts += left == 0 ? 1 : 0;
            } else {
                take(bytes.get());
            }
        }
    }

    private void take(byte next) {
        if (next != '\n') {
            if (filled < LINE && next != '\r') {
                line[filled++] = next;
            }
            return;
        }
        String text = new String(line, 0, filled, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        filled = 0;
        if (text.startsWith(LENGTH)) {
            length = Long.parseLong(text.substring(LENGTH.length()).strip());
        } else if (text.isEmpty()) {
            left = length;
            length = 0;
        }
    }

    long parts() {
        return parts;
    }
}
