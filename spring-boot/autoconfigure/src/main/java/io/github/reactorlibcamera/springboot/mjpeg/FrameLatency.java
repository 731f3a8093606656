package io.github.reactorlibcamera.springboot.mjpeg;

/** Measures how old pictures are when they are ready to be sent, averaged over the last ones. */
final class FrameLatency {
    private static final double WEIGHT = 0.1;

    /** In ns, negative before the first frame. Written by the session's worker, read by everybody. */
    private volatile double average = -1;

    /** @param age of a picture in ns; session's worker */
    void frame(long age) {
        double before = average;
        average = before < 0 ? age : before + WEIGHT * (age - before);
    }

    void reset() {
        average = -1;
    }

    /** {@return in ms, 0 before the first picture} */
    double millis() {
        return Math.round(Math.max(0, average) / 1e4) / 100.0;
    }
}
