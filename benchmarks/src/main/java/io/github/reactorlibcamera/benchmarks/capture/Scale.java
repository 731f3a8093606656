package io.github.reactorlibcamera.benchmarks.capture;

import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.benchmarks.MarkdownTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Several simulated cameras at once: what each more costs. */
@Command(name = "scale", sortOptions = false, description = "1, 2, 4, 8, 16 simulated cameras at once.")
public final class Scale implements Callable<Integer> {
    @Option(
            names = "--cameras",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,2,4,8,16",
            description = "How many at once (default: 1,2,4,8,16)")
    private List<Integer> counts = List.of();

    @Option(
            names = "--rate",
            paramLabel = "R",
            split = ",",
            defaultValue = "fps=120,unpaced",
            description = "Of each, as its id has it (default: fps=120,unpaced)")
    private List<String> rates = List.of();

    @Option(names = "--warm-up", paramLabel = "S", defaultValue = "5", description = "Seconds before (default: 5)")
    private double warmUp;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "10",
            description = "Of each measurement (default: 10)")
    private double seconds;

    @Option(names = "--short", description = "Half a second each, without warm-up: shows that it works")
    private boolean brief;

    @Override
    public Integer call() throws InterruptedException, IOException {
        MarkdownTable table = new MarkdownTable("rate", "cameras", "frames/s", "threads", "CPU µs/frame", "CPUs busy");
        try (CameraManager manager = CameraManager.create()) {
            long before = Uptime.entries("task");
            measure(manager, 1, "unpaced", brief ? 0.1 : warmUp);
            for (String rate : rates) {
                for (int count : counts) {
                    System.err.println(rate + ", " + count);
                    Scene scene = measure(manager, count, rate, brief ? 0.5 : seconds);
                    Progress progress = scene.progress;
                    table.row(
                            rate,
                            count,
                            String.format(Locale.ROOT, "%.0f", progress.framesPerSecond()),
                            "+" + (scene.threads - before),
                            String.format(Locale.ROOT, "%.2f", progress.cpuSeconds() * 1e6 / progress.frames()),
                            String.format(Locale.ROOT, "%.2f", progress.cpuSeconds() / progress.seconds()));
                }
            }
        }
        System.out.println(table);
        return 0;
    }

    /** @param threads of the process while it went on, the cameras' own among them */
    private record Scene(Progress progress, long threads) {}

    private static Scene measure(CameraManager manager, int count, String rate, double howLong)
            throws InterruptedException, IOException {
        List<FrameCounter> counters = new ArrayList<>();
        CaptureSpec spec = CaptureSpec.viewfinder().size(32, 16).bufferCount(4);
        try {
            for (int i = 0; i < count; i++) {
                String id = "simulated:bars:" + (i + 1) + "?" + rate;
                FrameCounter counter = new FrameCounter(false);
                counters.add(counter);
                manager.camera(id).frames(spec).subscribe(counter);
            }
            for (FrameCounter counter : counters) {
                counter.awaitFirst();
            }
            return new Scene(Progress.during(howLong, counters), Uptime.entries("task"));
        } finally {
            counters.forEach(FrameCounter::dispose);
        }
    }
}
