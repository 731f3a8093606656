package io.github.reactorlibcamera.benchmarks.capture;

import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.benchmarks.Percentiles;
import org.HdrHistogram.SingleWriterRecorder;

/** Notes how long each frame took from its completion to {@code onNext}, in ns. */
final class LatencyRecorder extends FrameCounter {
    private static final int DIGITS = 3;

    /** Written by the session's worker; what it holds may be taken beside that. */
    private final SingleWriterRecorder nanos = new SingleWriterRecorder(DIGITS);

    LatencyRecorder() {
        super(false);
    }

    @Override
    void seen(Frame frame) {
        nanos.recordValue(Math.max(0, System.nanoTime() - frame.completedAt()));
    }

    /** {@return what was noted since this was called last} One caller. */
    Percentiles take() {
        return new Percentiles(nanos.getIntervalHistogram());
    }
}
