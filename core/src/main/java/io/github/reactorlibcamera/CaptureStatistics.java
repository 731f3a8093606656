package io.github.reactorlibcamera;

/**
 * Numbers of a camera's running session, or of its last one. A snapshot: counts of one moment, read without stopping anything.
 *
 * @param sessions sessions that acquired this camera so far, through this manager
 * @param running true while a session runs
 * @param delivered requests handed to the subscriber
 * @param dropped frames replaced by a newer one under {@link CapturePolicy#LATEST}, or left over by a subscriber that is gone
 * @param stale frames recycled because they were taken before their demand ({@link CaptureSpec#capturedAfterDemand()})
 * @param surplus frames recycled because there was no demand for them ({@link CaptureSpec#minQueued(int)})
 * @param failed requests that came back without a good frame
 * @param lost frames missing in the camera's sequence
 * @param leaked handles on frames that nobody had closed and nobody could reach ({@link LeakDetection})
 * @param free buffers in the pool
 * @param leased buffers of {@link RequestLease}s that are not over
 * @param queued buffers queued in the camera
 * @param waiting filled buffers that wait for demand
 * @param lent buffers whose frames are not closed
 * @param abandoned buffers that a camera which is gone never gave back
 */
public record CaptureStatistics(
        long sessions,
        boolean running,
        long delivered,
        long dropped,
        long stale,
        long surplus,
        long failed,
        long lost,
        long leaked,
        int free,
        int leased,
        int queued,
        int waiting,
        int lent,
        int abandoned) {}
