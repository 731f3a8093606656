package io.github.reactorlibcamera.springboot.mjpeg;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A viewer on a socket of its own, with as small a buffer as the system allows; reads only if it is told to. */
final class Viewer implements AutoCloseable {
    private final Socket socket;
    private final AtomicInteger parts = new AtomicInteger();
    private final List<String> head = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    Viewer(int port, String path) {
        this(port, path, "HTTP/1.1");
    }

    Viewer(int port, String path, String version) {
        this(new Socket(), port, path, version);
    }

    /** @param socket not connected */
    Viewer(Socket socket, int port, String path, String version) {
        this.socket = socket;
        try {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream()
                    .write(("GET " + path + " " + version + "\r\nHost: test\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Viewer reading() {
        Thread reader = new Thread(this::read, "viewer");
        reader.setDaemon(true);
        reader.start();
        return this;
    }

    /** {@return complete parts that were read} */
    int parts() {
        return parts.get();
    }

    /** {@return the lines before the first picture, its headers included} */
    List<String> head() {
        return List.copyOf(head);
    }

    boolean isEnded() {
        return ended;
    }

    private void read() {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()))) {
            int length = 0;
            boolean inHead = true;
            for (String line = line(in); line != null; line = line(in)) {
                if (inHead) {
                    head.add(line);
                }
                inHead &= length == 0 || !line.isEmpty();
                if (line.startsWith("Content-Length: ")) {
                    length = Integer.parseInt(line.substring(16));
                } else if (line.startsWith("--") && length > 0) {
                    parts.incrementAndGet();
                    length = 0;
                }
            }
        } catch (IOException e) {
            // The test closed the socket, or the server did.
        }
        ended = true;
    }

    private static @Nullable String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                return line.toString().strip();
            }
            line.append((char) next);
        }
        return null;
    }

    /** Breaks the connection, as a browser does that has not read everything. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
