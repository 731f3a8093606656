package io.github.reactorlibcamera.springboot.mjpeg;

/** Measures frames per second over the last frames. Thread-safe. */
final class FrameRate {
    private static final long STALE_NANOS = 3_000_000_000L;

    private final long[] times = new long[31];
    private int count;

    synchronized void frame(long nanos) {
        times[count++ % times.length] = nanos;
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
        int frames = Math.min(count, times.length);
        if (frames < 2 || now - times[(count - 1) % times.length] > STALE_NANOS) {
            return 0;
        }
        long span = times[(count - 1) % times.length] - times[(count - frames) % times.length];
        return span <= 0 ? 0 : Math.round((frames - 1) * 1e11 / span) / 100.0;
    }
}
