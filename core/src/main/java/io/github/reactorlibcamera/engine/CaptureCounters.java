package io.github.reactorlibcamera.engine;

/**
 * Counts of one session. Written by its worker only, read by anybody; the reader may see them a little late, which is harmless
 * for a statistic.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // one writer
final class CaptureCounters {
    private volatile long delivered;
    private volatile long dropped;
    private volatile long failed;
    private volatile long lost;

    /** The sequence number that comes next; -1 before the first frame. Thread-bound to the worker. */
    private long expectedSequence = -1;

    void countDelivered() {
        delivered++;
    }

    void countDropped() {
        dropped++;
    }

    void countFailed() {
        failed++;
    }

    /** A frame of this sequence number came; a gap before it is counted as lost. */
    void sequence(long sequence) {
        if (expectedSequence >= 0 && sequence > expectedSequence) {
            lost += sequence - expectedSequence;
        }
        expectedSequence = sequence + 1;
    }

    long delivered() {
        return delivered;
    }

    long dropped() {
        return dropped;
    }

    long failed() {
        return failed;
    }

    long lost() {
        return lost;
    }
}
