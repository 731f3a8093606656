package io.github.reactorlibcamera.springboot.mjpeg;

/** Measures frames per second over the last frames. Thread-safe. */
final class FrameRate {
    private static final long STALE_NANOS = 3_000_000_000L;

    private final long[] times = new long[31];

    /** Where the newest is, and how many there are. */
    private int newest;

    private int count;

    synchronized void frame(long nanos) {
        newest = (newest + 1) % times.length;
        times[newest] = nanos;
        count = Math.min(count + 1, times.length);
    }

    synchronized void reset() {
        count = 0;
    }

    /**
     * {@return frames per second, 0 if there were none lately}
     *
     * @param now on the clock of the frames
     */
    synchronized double perSecond(long now) {
        if (count < 2 || now - times[newest] > STALE_NANOS) {
            return 0;
        }
        int oldest = (newest - count + 1 + times.length) % times.length;
        long span = times[newest] - times[oldest];
        return span <= 0 ? 0 : Math.round((count - 1) * 1e11 / span) / 100.0;
    }
}
