package io.github.reactorlibcamera.test;

import java.time.Duration;

/** What is wrong with a camera's next frames. Guarded by its camera's lock. */
final class FrameFaults {
    private int bad;
    private int missing;
    private int old;
    private Duration age = Duration.ZERO;
    private int minimum;

    /** True if frames carry no time. */
    boolean untimed;

    /** True if a camera that is gone keeps what is queued. */
    boolean keeping;

    void bad(int frames) {
        bad = frames;
    }

    void gap(int frames) {
        missing += frames;
    }

    void old(int frames, Duration howOld) {
        old = frames;
        age = howOld;
    }

    void stallBelow(int requests) {
        minimum = requests;
    }

    /** {@return true if so many queued requests are too few for one to complete} */
    boolean stalls(int queued) {
        return queued < minimum;
    }

    /** {@return true if the next frame is a good one; takes it off the bad ones if not} */
    boolean nextIsGood() {
        if (bad > 0) {
            bad--;
            return false;
        }
        return true;
    }

    /** {@return how many frames are missing before the next one, once} */
    int takeGap() {
        int gap = missing;
        missing = 0;
        return gap;
    }

    /** {@return how old the next frame is, in nanoseconds; takes it off the old ones} */
    long takeAge() {
        if (old > 0) {
            old--;
            return age.toNanos();
        }
        return 0;
    }
}
