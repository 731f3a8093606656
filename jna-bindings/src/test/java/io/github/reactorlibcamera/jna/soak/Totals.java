package io.github.reactorlibcamera.jna.soak;

import java.util.concurrent.atomic.LongAdder;

/** What a run has done so far. Thread-safe. */
final class Totals {
    final LongAdder sessions = new LongAdder();
    final LongAdder frames = new LongAdder();
    final LongAdder cancels = new LongAdder();
    final LongAdder errors = new LongAdder();
    final LongAdder discarded = new LongAdder();
    final LongAdder lostByOperators = new LongAdder();
    final LongAdder cancelsLost = new LongAdder();
    final LongAdder keptPastTheEnd = new LongAdder();
    final LongAdder rests = new LongAdder();

    String shortly() {
        return sessions + " sessions, " + frames + " frames, " + cancels + " cancels, " + errors + " planned errors";
    }

    @Override
    public String toString() {
        return shortly() + ", " + rests + " rests, " + keptPastTheEnd + " frames kept past the end; by operators "
                + discarded + " frames discarded, " + lostByOperators + " frames and " + cancelsLost + " cancels lost";
    }
}
