package io.github.reactorlibcamera;

/** When a session queues requests, and what becomes of frames that nobody has asked for yet. */
public enum CapturePolicy {
    /**
     * A request is queued only for demand that is there: queued + waiting is never more than what was requested and not yet
     * delivered. Every frame is delivered. With one {@code request(1)} at a time the camera waits for the subscriber after
     * every frame, which costs frame rate.
     *
     * @see CaptureSpec#capturedAfterDemand()
     * @see CaptureSpec#minQueued(int)
     */
    DEMAND,

    /**
     * Every free buffer is queued at once. Frames wait in order until there is demand for them, and every frame is delivered,
     * however old; once all buffers wait, the camera has none and loses frames.
     */
    BUFFER,

    /**
     * Every free buffer is queued at once. While there is no demand a newer frame replaces the waiting one, so a slow subscriber
     * gets the newest frame. Needs at least two buffers.
     */
    LATEST
}
