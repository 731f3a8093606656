package io.github.reactorlibcamera.benchmarks.capture;

import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.benchmarks.MarkdownTable;
import io.github.reactorlibcamera.benchmarks.Percentiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One session for a long time: whether what it costs grows. */
@Command(
        name = "uptime",
        sortOptions = false,
        description = "One session for an hour: memory, descriptors, latency, in rows.")
public final class Uptime implements Callable<Integer> {
    private static final long MEBI = 1 << 20;

    @Option(
            names = "--camera",
            paramLabel = "ID",
            defaultValue = "simulated:bars?fps=1000",
            description = "Default: simulated:bars?fps=1000")
    private String camera = "";

    @Option(names = "--minutes", paramLabel = "M", defaultValue = "60", description = "Altogether (default: 60)")
    private double minutes;

    @Option(names = "--rows", paramLabel = "N", defaultValue = "12", description = "Of the table (default: 12)")
    private int rows;

    @Option(names = "--short", description = "Half a second, in two rows: shows that it works")
    private boolean brief;

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (brief) {
            minutes = 0.5 / 60;
            rows = 2;
        }
        MarkdownTable table = new MarkdownTable(
                "minutes",
                "frames/s",
                "heap MiB",
                "resident MiB",
                "descriptors",
                "threads",
                "CPU µs/frame",
                "p50 µs",
                "p99",
                "p99.9");
        double seconds = minutes * 60 / rows;
        try (CameraManager manager = CameraManager.create()) {
            LatencyRecorder recorder = new LatencyRecorder();
            manager.camera(camera)
                    .frames(CaptureSpec.viewfinder().size(320, 240).bufferCount(4))
                    .subscribe(recorder);
            recorder.awaitFirst();
            for (int row = 1; row <= rows; row++) {
                Progress progress = Progress.during(seconds, recorder);
                add(table, row * seconds / 60, progress, recorder.take());
                System.err.printf(Locale.ROOT, "%.1f of %.1f minutes%n", row * seconds / 60, minutes);
            }
            recorder.dispose();
        }
        System.out.println(table);
        System.out.println("The heap is what is left after a collection.");
        return 0;
    }

    private static void add(MarkdownTable table, double minute, Progress progress, Percentiles micros)
            throws IOException {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        table.row(
                decimal(minute),
                decimal(progress.framesPerSecond()),
                decimal((double) (runtime.totalMemory() - runtime.freeMemory()) / MEBI),
                decimal(residentKibi() / 1024.0),
                entries("fd"),
                entries("task"),
                decimal(progress.cpuSeconds() * 1e6 / progress.frames()),
                micros.of(50),
                micros.of(99),
                micros.of(99.9));
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static long residentKibi() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        }
    }

    /** {@return how many descriptors or threads this process has} */
    static long entries(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc/self", folder))) {
            return entries.count();
        }
    }
}
