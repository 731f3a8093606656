package io.github.reactorlibcamera.benchmarks;

import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.Frame;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * What a {@code request(1)} costs the one who calls it, at a camera that completes nothing: the worker is woken, finds nothing to do, and
 * goes to sleep again.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class DemandBenchmark {
    private final CameraManager manager = CameraManager.create();
    private final BaseSubscriber<Frame> subscriber = new BaseSubscriber<>() {
        @Override
        protected void hookOnSubscribe(Subscription subscription) {}
    };

    /** Starts the capture. */
    @Setup(Level.Trial)
    public void start() {
        CaptureSpec spec = CaptureSpec.viewfinder().size(32, 16).bufferCount(4).stallTimeout(Duration.ZERO);
        manager.camera("simulated:bars?stall=0").frames(spec).subscribe(subscriber);
    }

    /** Ends it. */
    @TearDown(Level.Trial)
    public void end() {
        subscriber.dispose();
        manager.close();
    }

    /** Demand by one more. */
    @Benchmark
    public void request() {
        subscriber.request(1);
    }
}
