package io.github.reactorlibcamera.benchmarks.mjpeg;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Viewers of an MJPEG stream on loopback, on one thread: prints {@code result PARTS SLOWEST FASTEST SECONDS}, of which the second and third
 * are one viewer's parts, of the time after the warm-up. Says {@code warm} when that begins.
 */
@Command(name = "viewers", sortOptions = false, hidden = true, description = "Viewers of an MJPEG stream.")
public final class Viewers implements Callable<Integer> {
    private static final int BUFFER = 1 << 18;

    @Option(names = "--port", required = true)
    private int port;

    @Option(names = "--path", defaultValue = "/")
    private String path = "/";

    @Option(names = "--count", defaultValue = "1")
    private int count;

    @Option(names = "--warm-up", defaultValue = "3")
    private double warmUp;

    @Option(names = "--seconds", defaultValue = "10")
    private double seconds;

    @Override
    public Integer call() throws IOException {
        try (Selector selector = Selector.open()) {
            List<PartCounter> viewers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                viewers.add(connect(selector));
            }
            read(selector, warmUp);
            System.out.println("warm");
            List<Long> before = viewers.stream().map(PartCounter::parts).toList();
            double measured = read(selector, seconds);
            long sum = 0;
            long slowest = Long.MAX_VALUE;
            long fastest = 0;
            for (int i = 0; i < count; i++) {
                long parts = viewers.get(i).parts() - before.get(i);
                sum += parts;
                slowest = Math.min(slowest, parts);
                fastest = Math.max(fastest, parts);
            }
            System.out.printf(Locale.ROOT, "result %d %d %d %.6f%n", sum, slowest, fastest, measured);
        }
        return 0;
    }

    /** GStreamer's server sends to whoever connects, and does not mind the request. */
    private PartCounter connect(Selector selector) throws IOException {
        PartCounter viewer = new PartCounter();
        SocketChannel socket = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.write(ByteBuffer.wrap(
                ("GET " + path + " HTTP/1.0\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
        socket.configureBlocking(false);
        socket.register(selector, SelectionKey.OP_READ, viewer);
        return viewer;
    }

    /** {@return the seconds that it took} */
    private static double read(Selector selector, double howLong) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        long begin = System.nanoTime();
        long left = Math.round(howLong * 1e9);
        while (left > 0) {
            selector.select(key -> read(key, buffer), Math.max(1, left / 1_000_000));
            left = Math.round(howLong * 1e9) - (System.nanoTime() - begin);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void read(SelectionKey key, ByteBuffer buffer) {
        try {
            SocketChannel socket = (SocketChannel) key.channel();
            PartCounter viewer = (PartCounter) Objects.requireNonNull(key.attachment());
            int read = socket.read(buffer.clear());
            if (read < 0) {
                key.cancel();
                return;
            }
            viewer.take(buffer.flip());
        } catch (IOException e) {
            key.cancel(); // it counts no more parts, which is seen
        }
    }
}
