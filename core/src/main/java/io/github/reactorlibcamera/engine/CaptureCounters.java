package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.CaptureStatistics;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Counts of one session. Written by its worker only, but for {@link #LEAKED}; read by anybody, who may see them a little late,
 * which is harmless for a statistic.
 */
final class CaptureCounters {
    /** Completions taken in, good or not; of the others {@link CaptureStatistics} says what each counts. */
    static final int COMPLETED = 0;

    static final int DELIVERED = 1;
    static final int DROPPED = 2;
    static final int STALE = 3;
    static final int SURPLUS = 4;
    static final int FAILED = 5;
    static final int LOST = 6;
    static final int LEAKED = 7;

    private final AtomicLongArray counts = new AtomicLongArray(LEAKED + 1);

    /** The sequence number that comes next; -1 before the first frame. Thread-bound to the worker. */
    private long expectedSequence = -1;

    void count(int what) {
        add(what, 1);
    }

    private void add(int what, long n) {
        counts.lazySet(what, counts.getPlain(what) + n);
    }

    /** Any thread. */
    void countLeaked() {
        counts.incrementAndGet(LEAKED);
    }

    /** A frame of this sequence number came; a gap before it is counted as lost. {@return the frames lost} */
    long sequence(long sequence) {
        long lost = expectedSequence >= 0 && sequence > expectedSequence ? sequence - expectedSequence : 0;
        expectedSequence = sequence + 1;
        if (lost > 0) {
            add(LOST, lost);
        }
        return lost;
    }

    /** A frame came that is not good. It is not lost as well; one that was cancelled has no number. */
    void failedSequence(long sequence) {
        if (expectedSequence >= 0 && sequence == expectedSequence) {
            expectedSequence++;
        }
    }

    long get(int what) {
        return counts.get(what);
    }

    CaptureStatistics statistics(long sessions, boolean running, @Nullable SlotPool pool) {
        return new CaptureStatistics(
                sessions,
                running,
                get(DELIVERED),
                get(DROPPED),
                get(STALE),
                get(SURPLUS),
                get(FAILED),
                get(LOST),
                get(LEAKED),
                slots(pool, SlotPool.FREE),
                slots(pool, SlotPool.LEASED),
                slots(pool, SlotPool.QUEUED),
                slots(pool, SlotPool.WAITING),
                slots(pool, SlotPool.LENT),
                slots(pool, SlotPool.ABANDONED));
    }

    private static int slots(@Nullable SlotPool pool, int place) {
        return pool == null ? 0 : pool.count(place);
    }
}
