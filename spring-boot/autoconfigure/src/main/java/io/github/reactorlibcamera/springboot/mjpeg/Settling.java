package io.github.reactorlibcamera.springboot.mjpeg;

import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.Controls;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Tells when a camera that was just started has found its exposure, so that nobody is shown the dark or glaring pictures before. A
 * camera that does not say whether it has is given {@value #FRAMES} frames. Thread-bound.
 */
final class Settling {
    static final int FRAMES = 8;

    private static final String AE_LOCKED = "libcamera::AeLocked"; // what AeState was before libcamera 0.5
    private static final int SEARCHING = 1; // libcamera::controls::AeStateSearching

    private final long limit;
    private boolean settled;
    private int frames;
    private long first;

    /** @param limit waits no longer, from the first frame on */
    Settling(Duration limit) {
        this.limit = limit.toNanos();
        this.settled = limit.isZero();
    }

    /**
     * {@return true from the first settled frame on}
     *
     * @param nanos when the frame came
     * @param metadata asked only while it matters
     */
    boolean isSettled(long nanos, Supplier<ControlList> metadata) {
        if (!settled) {
            first = frames++ == 0 ? nanos : first;
            settled = nanos - first >= limit || isExposed(metadata.get());
        }
        return settled;
    }

    private boolean isExposed(ControlList metadata) {
        Object state = metadata.asMap().get(Controls.AE_STATE.name());
        if (state instanceof Number number) {
            return number.intValue() != SEARCHING;
        }
        Object locked = metadata.asMap().get(AE_LOCKED);
        return locked instanceof Boolean known ? known : frames > FRAMES;
    }
}
