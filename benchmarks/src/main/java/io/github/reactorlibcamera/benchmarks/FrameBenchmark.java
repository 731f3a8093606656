package io.github.reactorlibcamera.benchmarks;

import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.LeakDetection;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What can be done with a frame, one that the simulated camera has filled through JNA. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class FrameBenchmark {
    /** What is done about frames that nobody closes. */
    @Param({"OFF", "ON"})
    public LeakDetection leakDetection = LeakDetection.OFF;

    private final CameraManager manager = CameraManager.create();
    private @Nullable Frame frame;

    /** Captures it. Its session is over then, which a frame outlives. */
    @Setup(Level.Trial)
    public void capture() {
        CaptureSpec spec = CaptureSpec.viewfinder().size(320, 240).leakDetection(leakDetection);
        frame = manager.camera("simulated:bars?unpaced").frames(spec).blockFirst();
    }

    /** Closes it. */
    @TearDown(Level.Trial)
    public void close() {
        frame().close();
        manager.close();
    }

    private Frame frame() {
        return Objects.requireNonNull(frame);
    }

    /** {@return its number} */
    @Benchmark
    public long sequence() {
        return frame().sequence();
    }

    /** {@return a view of its pixels} */
    @Benchmark
    public ByteBuffer plane() {
        return frame().plane(0);
    }

    /** {@return one pixel} */
    @Benchmark
    public byte pixel() {
        return frame().plane(0).get(0);
    }

    /** {@return its metadata, parsed} */
    @Benchmark
    public ControlList metadata() {
        return frame().metadata();
    }

    /** {@return true} A second handle, and its release. */
    @Benchmark
    public boolean retainAndClose() {
        Frame second = frame().retain();
        second.close();
        return second.isClosed();
    }
}
