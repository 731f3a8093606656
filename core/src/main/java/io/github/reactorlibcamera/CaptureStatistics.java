package io.github.reactorlibcamera;

/**
 * Numbers of a camera's running session, or of its last one. A snapshot: counts of one moment, read without stopping anything.
 *
 * @param sessions sessions that acquired this camera so far, through this manager
 * @param running true while a session runs
 * @param delivered frames handed to the subscriber
 * @param dropped frames replaced by a newer one under {@link CapturePolicy#LATEST}
 * @param failed requests that came back without a good frame
 * @param lost frames missing in the camera's sequence
 * @param free buffers in the pool
 * @param queued buffers queued in the camera
 * @param waiting filled buffers that wait for demand
 * @param lent buffers whose frames are not closed
 */
public record CaptureStatistics(
        long sessions,
        boolean running,
        long delivered,
        long dropped,
        long failed,
        long lost,
        int free,
        int queued,
        int waiting,
        int lent) {}
