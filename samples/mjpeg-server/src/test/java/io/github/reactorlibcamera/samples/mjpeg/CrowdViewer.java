package io.github.reactorlibcamera.samples.mjpeg;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One of many viewers, on a socket of its own; reads only if it is told to, and by the length that each picture tells. */
final class CrowdViewer implements AutoCloseable {
    private static final String LENGTH = "content-length: ";

    private final Socket socket = new Socket();

    /** Raised by the reading thread, read by the test. */
    private final AtomicLong pictures = new AtomicLong();

    CrowdViewer(int port, String path, String version) {
        this(port, path, version, "GET");
    }

    CrowdViewer(int port, String path, String version, String method) {
        try {
            socket.setReceiveBufferSize(64 * 1024);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream()
                    .write((method + " " + path + " " + version + "\r\nHost: test\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void reading() {
        start(() -> {
            InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
            long length = 0;
            for (String line = line(in); line != null; line = line(in)) {
                if (line.startsWith(LENGTH)) {
                    length = Long.parseLong(line.substring(LENGTH.length()));
                } else if (line.isEmpty() && length > 0) {
                    in.skipNBytes(length);
                    length = 0;
                    pictures.incrementAndGet();
                }
            }
        });
    }

    void readingAByteATime() {
        start(() -> {
            while (socket.getInputStream().read() >= 0) {
                Thread.sleep(1_000);
            }
        });
    }

    /** Says that it has nothing more to say, and listens no more either. */
    void halfOpen() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            // The server was faster.
        }
    }

    /** Breaks the connection without a word. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return how many were read to their end} */
    long pictures() {
        return pictures.get();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Reading {
        void run() throws IOException, InterruptedException;
    }

    private static void start(Reading reading) {
        Thread reader = new Thread(
                () -> {
                    try {
                        reading.run();
                    } catch (IOException e) {
                        // The test closed the socket, or the server did.
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "viewer");
        reader.setDaemon(true);
        reader.start();
    }

    /** {@return a line in lower case; null at the end} */
    private static @Nullable String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
            if (next != '\r') {
                line.append(Character.toLowerCase((char) next));
            }
        }
        return line.toString();
    }
}
