package io.github.reactorlibcamera.benchmarks.wakeup;

import com.sun.jna.CallbackThreadInitializer;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.github.reactorlibcamera.benchmarks.Percentiles;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.HdrHistogram.SingleWriterRecorder;

/** One design's: a producer, and the threads that hear of its completions. */
final class Measurement {
    private static final int DIGITS = 3;

    private final Pointer producer;

    /** Native code holds on to it, which the collector does not see. */
    private final Producer.Completed upCall = completedNanos -> this.onUpCall.accept(completedNanos);

    private final List<Thread> threads = new ArrayList<>();
    private final SingleWriterRecorder nanos = new SingleWriterRecorder(DIGITS);

    /** Set by the measuring thread, read by the producer's. */
    private volatile LongConsumer onUpCall = completedNanos -> {};

    /** When the completion was that the worker has not seen, else 0. Set by whoever unparks the worker, before that. */
    private volatile long unseen;

    /** Set by the measuring thread, read by the others in each turn. */
    private volatile boolean ended;

    private Measurement(boolean calls, long periodNanos) {
        // Else the thread would become a Java thread, and cease to be one, for each call.
        Native.setCallbackThreadInitializer(upCall, new CallbackThreadInitializer(true, false, "camera"));
        this.producer = Objects.requireNonNull(Producer.producer_start(periodNanos, calls ? upCall : null));
    }

    static Percentiles of(Design design, long periodNanos, double warmUp, double seconds) throws InterruptedException {
        Measurement measurement = new Measurement(design.upCall, periodNanos);
        design.start(measurement);
        sleep(warmUp);
        measurement.nanos.getIntervalHistogram();
        sleep(seconds);
        Percentiles measured = new Percentiles(measurement.nanos.getIntervalHistogram());
        measurement.end();
        return measured;
    }

    private static void sleep(double seconds) throws InterruptedException {
        Thread.sleep(Math.round(seconds * 1000));
    }

    // ---- what designs are made of

    Thread start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        return thread;
    }

    void onUpCall(LongConsumer action) {
        onUpCall = action;
    }

    /** On one thread only. */
    void arrived(long completedNanos) {
        nanos.recordValue(Math.max(0, System.nanoTime() - completedNanos));
    }

    void awaitCompletions(LongConsumer action) {
        while (!ended) {
            int seen = Producer.producer_completions(producer);
            action.accept(Producer.producer_wait(producer, seen));
        }
    }

    void unpark(Thread worker, long completedNanos) {
        unseen = completedNanos;
        LockSupport.unpark(worker);
    }

    void parkForCompletions() {
        while (!ended) {
            long completedNanos = unseen;
            if (completedNanos == 0) {
                LockSupport.park(this);
            } else {
                unseen = 0;
                arrived(completedNanos);
            }
        }
    }

    /** The producer goes last, so that whoever waits for it returns. */
    private void end() throws InterruptedException {
        try {
            ended = true;
            for (Thread thread : threads) {
                LockSupport.unpark(thread);
                thread.join();
            }
            Producer.producer_end(producer);
            Producer.producer_free(producer);
        } finally {
            Reference.reachabilityFence(upCall);
        }
    }
}
