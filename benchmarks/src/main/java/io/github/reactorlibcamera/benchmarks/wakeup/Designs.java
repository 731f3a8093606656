package io.github.reactorlibcamera.benchmarks.wakeup;

import io.github.reactorlibcamera.benchmarks.BusyLoops;
import io.github.reactorlibcamera.benchmarks.MarkdownTable;
import io.github.reactorlibcamera.benchmarks.Percentiles;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The ways to wake a worker that were considered, side by side: a native thread that completes 1,000 times a second, and no camera. */
@Command(name = "wake-up", sortOptions = false, description = "Ways to wake a thread of Java from a native one.")
public final class Designs implements Callable<Integer> {
    private static final long PERIOD_NANOS = 1_000_000;

    @Option(names = "--library", hidden = true, required = true)
    private Path library = Path.of("");

    @Option(names = "--warm-up", paramLabel = "S", defaultValue = "5", description = "Seconds before (default: 5)")
    private double warmUp;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "20",
            description = "Of each measurement (default: 20)")
    private double seconds;

    @Option(names = "--short", description = "A fifth of a second each, without warm-up: shows that it works")
    private boolean brief;

    @Override
    public Integer call() throws InterruptedException {
        Producer.load(library.toAbsolutePath());
        MarkdownTable table =
                new MarkdownTable("at 1,000/s", "machine", "times", "p50 µs", "p90", "p99", "p99.9", "max");
        for (Design design : Design.values()) {
            add(table, design, "idle");
            try (BusyLoops load = BusyLoops.onEachCpu()) {
                add(table, design, load.toString());
            }
        }
        System.out.println(table);
        return 0;
    }

    private void add(MarkdownTable table, Design design, String machine) throws InterruptedException {
        System.err.println(design.text + ", " + machine);
        Percentiles micros = Measurement.of(design, PERIOD_NANOS, brief ? 0 : warmUp, brief ? 0.2 : seconds);
        table.row(
                design.text,
                machine,
                micros.count(),
                micros.of(50),
                micros.of(90),
                micros.of(99),
                micros.of(99.9),
                micros.of(100));
    }
}
