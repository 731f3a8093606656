package io.github.reactorlibcamera.benchmarks;

import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.LeakDetection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.scheduler.Schedulers;

/**
 * What a frame costs without a camera and without a change of threads: the capture task runs on the stack of the {@code request(1)}.
 * One operation is a demand, two steps of the task (queue; deliver), an onNext and a close. Of the bytes, 40 are the hand-over's to a
 * scheduler, which the session's own worker has not.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class StepBenchmark {
    /** What is done about frames that nobody closes. */
    @Param({"OFF", "ON"})
    public LeakDetection leakDetection = LeakDetection.OFF;

    private final CameraManager manager = CameraManager.create(new InstantBackend());
    private final Closer subscriber = new Closer();

    /** Starts the capture, and waits until it rests. */
    @Setup(Level.Trial)
    public void start() throws InterruptedException {
        manager.camera(InstantBackend.CAMERA)
                .frames(CaptureSpec.viewfinder()
                        .scheduler(Schedulers.immediate())
                        .leakDetection(leakDetection)
                        .bufferCount(4))
                .subscribe(subscriber);
        subscriber.request(1);
        subscriber.begun.await();
    }

    /** Ends it. */
    @TearDown(Level.Trial)
    public void end() {
        subscriber.dispose();
        manager.close();
    }

    /** {@return frames so far} */
    @Benchmark
    public long demandAndDelivery() {
        subscriber.request(1);
        return subscriber.frames;
    }

    private static final class Closer extends BaseSubscriber<Frame> {
        final CountDownLatch begun = new CountDownLatch(1);
        long frames;

        @Override
        protected void hookOnSubscribe(Subscription subscription) {}

        @Override
        protected void hookOnNext(Frame frame) {
            frame.close();
            if (frames++ == 0) {
                begun.countDown();
            }
        }
    }
}
