package io.github.reactorlibcamera.benchmarks;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.LeakDetection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Frames per second from the camera to a subscriber that does nothing. One operation is one frame; a session of {@value #FRAMES}
 * frames is one invocation, so that starting and stopping do not count for much.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Benchmark)
public class CaptureBenchmark {
    private static final int FRAMES = 50_000;

    /** {@code task}: the capture task alone, on a camera without native code. Else the simulated camera through JNA. */
    @Param({"task", "simulated:bars?unpaced"})
    public String camera = "";

    /** What is done about frames that nobody closes. */
    @Param({"OFF", "ON"})
    public LeakDetection leakDetection = LeakDetection.OFF;

    private @Nullable CameraManager manager;
    private @Nullable Camera opened;
    private CaptureSpec spec = CaptureSpec.viewfinder().size(32, 16).bufferCount(4);

    /** Opens the camera. */
    @Setup(Level.Trial)
    public void open() {
        boolean alone = camera.equals("task");
        CameraManager created = alone ? CameraManager.create(new InstantBackend()) : CameraManager.create();
        manager = created;
        spec = spec.leakDetection(leakDetection);
        opened = created.camera(alone ? InstantBackend.CAMERA : camera);
    }

    /** Closes it. */
    @TearDown(Level.Trial)
    public void close() {
        if (manager != null) {
            manager.close();
        }
    }

    private Camera camera() {
        if (opened == null) {
            throw new IllegalStateException("not open");
        }
        return opened;
    }

    /** {@return what each frame is turned into} Unbounded demand. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public @Nullable Boolean unboundedDemand() {
        return camera().frames(spec, frame -> Boolean.TRUE).take(FRAMES, false).blockLast();
    }

    /** {@return what each frame is turned into} Demand of one at a time. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public @Nullable Boolean demandOfOne() {
        return camera().frames(spec, frame -> Boolean.TRUE)
                .limitRate(1)
                .take(FRAMES, false)
                .blockLast();
    }

    /** {@return what each frame is turned into} The newest frame, unbounded demand. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public @Nullable Boolean latest() {
        return camera().frames(spec.policy(CapturePolicy.LATEST), frame -> Boolean.TRUE)
                .take(FRAMES, false)
                .blockLast();
    }
}
