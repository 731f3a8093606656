package io.github.reactorlibcamera.benchmarks.mjpeg;

import io.github.reactorlibcamera.benchmarks.MarkdownTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The sample server beside GStreamer's {@code jpegenc ! multipartmux ! tcpserversink}, from the same camera, at 640x480 and 30 frames/s.
 * The viewers are a process of their own.
 */
@Command(name = "mjpeg", sortOptions = false, description = "MJPEG servers, from one viewer to many.")
public final class MjpegServers implements Callable<Integer> {
    private static final Pattern RESULT = Pattern.compile("result (\\d+) (\\d+) (\\d+) ([\\d.]+)");

    private static final int PATIENCE_SECONDS = 40;
    private static final int TRIES = 3;

    @Option(names = "--camera", paramLabel = "ID", defaultValue = "Virtual0", description = "Default: Virtual0")
    private String camera = "";

    @Option(
            names = "--viewers",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,10,50,200",
            description = "How many at once (default: 1,10,50,200)")
    private List<Integer> counts = List.of();

    @Option(names = "--warm-up", paramLabel = "S", defaultValue = "5", description = "Seconds before (default: 5)")
    private double warmUp;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "15",
            description = "Of each measurement (default: 15)")
    private double seconds;

    @Option(names = "--short", description = "Two viewers for a second: shows that it works")
    private boolean brief;

    @Option(names = "--server", hidden = true, required = true, description = "The sample server's jar")
    private Path server = Path.of("");

    /** What serves, and what is read of it. */
    private record Tool(String name, String path, List<String> command) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (brief) {
            counts = List.of(2);
            warmUp = 1;
            seconds = 1;
        }
        MarkdownTable table = new MarkdownTable(
                "server",
                "viewers",
                "pictures/s",
                "slowest viewer's",
                "fastest's",
                "CPUs busy",
                "resident MiB",
                "failures");
        for (int count : counts) {
            for (String tool : List.of("reactor-libcamera", "GStreamer")) {
                System.err.println(tool + ", " + count);
                table.row(measured(tool, count));
            }
        }
        System.out.println(table);
        return 0;
    }

    /** One that ends by itself has its failures counted, and another try. */
    private Object[] measured(String name, int count) throws InterruptedException {
        for (int failures = 0; failures < TRIES; failures++) {
            try {
                List<Object> row = new ArrayList<>(List.of(measure(name, count)));
                row.add(failures);
                return row.toArray();
            } catch (IOException e) {
                System.err.println("    FAILED: " + e);
            }
        }
        return new Object[] {name, count, "-", "-", "-", "-", "-", TRIES};
    }

    private Object[] measure(String name, int count) throws IOException, InterruptedException {
        int port = freePort();
        Tool tool = name.equals("GStreamer") ? gstreamer(port) : own(port);
        Process serving = new ProcessBuilder(tool.command())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            awaitPort(port, serving);
            Process viewing = new ProcessBuilder(viewers(port, tool.path(), count)).start();
            try (BufferedReader told = viewing.inputReader(StandardCharsets.UTF_8)) {
                return row(tool.name(), count, serving, told);
            } finally {
                viewing.destroyForcibly().waitFor();
            }
        } finally {
            serving.destroy();
            if (!serving.waitFor(10, TimeUnit.SECONDS)) {
                serving.destroyForcibly().waitFor();
            }
        }
    }

    private Object[] row(String name, int count, Process serving, BufferedReader told) throws IOException {
        String line = told.readLine();
        while (line != null && !line.equals("warm")) {
            line = told.readLine(); // past the JVM's warnings, should there be any
        }
        double cpu = cpuSeconds(serving);
        line = String.valueOf(told.readLine());
        cpu = cpuSeconds(serving) - cpu;
        Matcher result = RESULT.matcher(line);
        if (!result.find()) {
            throw new IOException("the viewers of " + name + " said \"" + line + "\" instead of a result");
        }
        double measured = Double.parseDouble(result.group(4));
        return new Object[] {
            name,
            count,
            rate(result.group(1), measured),
            rate(result.group(2), measured),
            rate(result.group(3), measured),
            String.format(Locale.ROOT, "%.2f", cpu / measured),
            residentMebi(serving.pid())
        };
    }

    private static String rate(String parts, double measured) {
        return String.format(Locale.ROOT, "%.1f", Long.parseLong(parts) / measured);
    }

    private Tool own(int port) {
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of(
                server.toString(),
                "--camera=" + camera,
                "--size=640x480",
                "--fps=30",
                "--quality=85", // jpegenc's default
                "--port=" + port));
        return new Tool("reactor-libcamera", "", command);
    }

    private Tool gstreamer(int port) {
        String pipeline = "libcamerasrc camera-name=" + camera
                + " ! video/x-raw,format=NV12,width=640,height=480 ! videorate drop-only=true ! video/x-raw,framerate=30/1"
                + " ! videoconvert ! jpegenc ! multipartmux ! tcpserversink host=127.0.0.1 port=" + port;
        return new Tool(
                "GStreamer",
                "/",
                Stream.concat(Stream.of("gst-launch-1.0"), Stream.of(pipeline.split(" ", -1)))
                        .toList());
    }

    private List<String> viewers(int port, String path, int count) throws IOException {
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of(
                System.getProperty("java.class.path"),
                "viewers",
                "--port=" + port,
                "--path=" + (path.isEmpty() ? onlyCamera(port) : path),
                "--count=" + count,
                "--warm-up=" + warmUp,
                "--seconds=" + seconds));
        return command;
    }

    private static List<String> java() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dreactor.libcamera.shim=" + System.getProperty("reactor.libcamera.shim", ""),
                "-jar");
    }

    /** {@return the path of the stream of the camera that the server lists} */
    private static String onlyCamera(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write("GET /cameras HTTP/1.0\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String list = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher stream = Pattern.compile("\"stream\":\"([^\"]*)\"").matcher(list);
            if (!stream.find()) {
                throw new IOException("the server lists no camera: " + list);
            }
            return stream.group(1);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void awaitPort(int port, Process serving) throws IOException, InterruptedException {
        for (int i = 0; i < PATIENCE_SECONDS * 10; i++) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException e) {
                if (!serving.isAlive()) {
                    throw new IOException("the server ended with status " + serving.exitValue(), e);
                }
                Thread.sleep(100);
            }
        }
        throw new IOException("the server does not listen on port " + port);
    }

    private static double cpuSeconds(Process process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    private static long residentMebi(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    / 1024;
        }
    }
}
