package io.github.reactorlibcamera.benchmarks.capture;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.benchmarks.BusyLoops;
import io.github.reactorlibcamera.benchmarks.MarkdownTable;
import io.github.reactorlibcamera.benchmarks.Percentiles;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reactor.core.scheduler.Scheduler;

/**
 * How long a frame takes from its completion, on the camera's thread, to {@code onNext}: at several rates, with each way to wake the
 * worker, on an idle and on a loaded machine.
 */
@Command(name = "latency", sortOptions = false, description = "From a frame's completion to onNext, in microseconds.")
public final class Latency implements Callable<Integer> {
    private static final List<String> SIMULATED = List.of(
            "simulated:bars?fps=30", "simulated:bars?fps=120", "simulated:bars?fps=1000", "simulated:bars?unpaced");

    @Option(names = "--camera", paramLabel = "ID", description = "This one, repeatedly (default: simulated ones)")
    private List<String> cameras = SIMULATED;

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
        MarkdownTable table =
                new MarkdownTable("camera", "worker", "machine", "frames", "p50 µs", "p90", "p99", "p99.9", "max");
        try (CameraManager manager = CameraManager.create()) {
            for (WakeUp wakeUp : WakeUp.values()) {
                Scheduler scheduler = wakeUp.scheduler();
                try {
                    CaptureSpec spec =
                            WakeUp.applyTo(CaptureSpec.viewfinder().size(32, 16).bufferCount(4), scheduler);
                    measure(manager.camera(fastest()), spec, brief ? 0.1 : warmUp);
                    for (String camera : cameras) {
                        measureIdleAndLoaded(manager.camera(camera), spec, wakeUp, table);
                    }
                } finally {
                    if (scheduler != null) {
                        scheduler.dispose();
                    }
                }
            }
        }
        System.out.println(table);
        return 0;
    }

    /** The camera to warm up with. */
    private String fastest() {
        return cameras.get(cameras.size() - 1);
    }

    private void measureIdleAndLoaded(Camera camera, CaptureSpec spec, WakeUp wakeUp, MarkdownTable table)
            throws InterruptedException {
        add(table, camera, wakeUp, "idle", measure(camera, spec, brief ? 0.2 : seconds));
        try (BusyLoops load = BusyLoops.onEachCpu()) {
            add(table, camera, wakeUp, load.toString(), measure(camera, spec, brief ? 0.2 : seconds));
        }
    }

    private static Percentiles measure(Camera camera, CaptureSpec spec, double howLong) throws InterruptedException {
        LatencyRecorder recorder = new LatencyRecorder();
        camera.frames(spec).subscribe(recorder);
        try {
            recorder.awaitFirst();
            Progress.during(howLong, recorder);
        } finally {
            recorder.dispose();
        }
        return recorder.take();
    }

    private static void add(MarkdownTable table, Camera camera, WakeUp wakeUp, String machine, Percentiles micros) {
        System.err.println(camera.id() + ", " + wakeUp.text + ", " + machine);
        table.row(
                camera.id(),
                wakeUp.text,
                machine,
                micros.count(),
                micros.of(50),
                micros.of(90),
                micros.of(99),
                micros.of(99.9),
                micros.of(100));
    }
}
