package io.github.reactorlibcamera;

/**
 * A free request of a session, leased to the user: to be queued with settings of one's own, or given back. One of both must
 * happen, once; until then its buffers are out of the camera's reach. Thread-safe.
 */
public interface RequestLease extends AutoCloseable {
    /**
     * Queues the request. It completes as any other does, and is delivered by {@link CaptureSession#requests()} when there is
     * demand, also if there was none when it was queued.
     *
     * @param settings for this request, over those that {@link CaptureSession#controls(ControlList)} has set
     * @throws IllegalArgumentException if the camera does not have such a control, or not with such a value; the lease goes on
     * @throws IllegalStateException if the lease is over
     */
    void queue(ControlList settings);

    /**
     * Queues the request without settings of its own.
     *
     * @throws IllegalStateException if the lease is over
     */
    default void queue() {
        queue(ControlList.EMPTY);
    }

    /** {@return true once it was queued or given back} */
    boolean isOver();

    /** Gives the request back, unless it was queued. Never throws, never blocks; a second call does nothing. Any thread. */
    @Override
    void close();
}
