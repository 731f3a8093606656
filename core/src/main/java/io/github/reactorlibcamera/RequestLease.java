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
     * Queues the request, and the camera takes its buffers only once a fence is signalled ({@code libcamera::Fence}): when something
     * else, a GPU or an encoder, is still at work on them. A fence that is not signalled in time, 300 ms in libcamera, fails the request
     * ({@link CaptureStatistics#failed()}).
     *
     * @param settings as {@link #queue(ControlList)}
     * @param fence the descriptor of a sync file, or of anything that can be read from once it is signalled; it is duplicated, and stays
     *     the caller's
     * @throws IllegalArgumentException as {@link #queue(ControlList)}, or if the descriptor is not open; the lease goes on
     * @throws IllegalStateException if the lease is over
     * @throws UnsupportedOperationException if the camera knows no fences, as a simulated one; the lease goes on
     */
    void queueAfter(ControlList settings, int fence);

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
