package io.github.reactorlibcamera.benchmarks.capture;

import io.github.reactorlibcamera.BufferMemory;
import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraConfiguration;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.Size;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Frames/s of one capture: the library's own part among the peers. Prints {@code result FRAMES SECONDS CPU-SECONDS BUFFERS} of the
 * time after the warm-up.
 */
@Command(name = "frames", sortOptions = false, hidden = true, description = "Frames/s of one capture.")
public final class Frames implements Callable<Integer> {
    /** The size at which the warm-up takes place: frames come fast, and the same code is compiled for every size. */
    private static final Size WARM_UP_SIZE = new Size(32, 16);

    /** For the measured session's own memory to be touched once. */
    private static final double LEAD_IN_SECONDS = 0.3;

    @Option(names = "--camera", required = true)
    private String camera = "";

    @Option(names = "--width", required = true)
    private int width;

    @Option(names = "--height", required = true)
    private int height;

    @Option(names = "--buffers", defaultValue = "4")
    private int buffers;

    @Option(names = "--memory", defaultValue = "CAMERA")
    private BufferMemory memory = BufferMemory.CAMERA;

    @Option(names = "--policy", defaultValue = "DEMAND")
    private CapturePolicy policy = CapturePolicy.DEMAND;

    @Option(names = "--one-at-a-time", description = "request(1) for each frame, instead of unbounded demand")
    private boolean oneAtATime;

    @Option(names = "--warm-up", defaultValue = "2")
    private double warmUp;

    @Option(names = "--seconds", defaultValue = "3")
    private double seconds;

    @Override
    public Integer call() throws InterruptedException {
        try (CameraManager manager = CameraManager.create()) {
            Camera captured = manager.camera(camera);
            CaptureSpec spec =
                    CaptureSpec.viewfinder().bufferCount(buffers).memory(memory).policy(policy);
            run(captured, spec.size(WARM_UP_SIZE), warmUp);
            CaptureSpec measured = spec.size(width, height);
            CameraConfiguration configuration =
                    Objects.requireNonNull(captured.validate(measured).block());
            Progress progress = run(captured, measured, seconds);
            System.out.printf(
                    Locale.ROOT,
                    "result %d %.6f %.6f %d%n",
                    progress.frames(),
                    progress.seconds(),
                    progress.cpuSeconds(),
                    configuration.bufferCount());
        }
        return 0;
    }

    private Progress run(Camera captured, CaptureSpec spec, double howLong) throws InterruptedException {
        FrameCounter counter = new FrameCounter(oneAtATime);
        captured.frames(spec).subscribe(counter);
        try {
            counter.awaitFirst();
            Progress.during(LEAD_IN_SECONDS, counter);
            return Progress.during(howLong, counter);
        } finally {
            counter.dispose();
        }
    }
}
