package io.github.reactorlibcamera;

import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A camera that is acquired, configured and running, for those who want more than its frames: see
 * {@link Camera#withSession(CaptureSpec, java.util.function.Function)} and {@link Camera#open(CaptureSpec)}. Thread-safe.
 */
public interface CaptureSession {
    /** {@return its camera} */
    Camera camera();

    /** {@return what was configured} */
    CameraConfiguration configuration();

    /**
     * Completed requests, by the policy of the session's {@link CaptureSpec}. One subscriber at a time, any number in turn:
     * cancelling leaves the session running. Under {@link CapturePolicy#DEMAND} what was captured for a subscriber that cancelled
     * is recycled.
     *
     * @return completed requests, on the session's worker; fails as the session does, completes when it is closed
     */
    Flux<CompletedRequest> requests();

    /**
     * Free requests, to be queued by the user. While somebody is subscribed, the session queues nothing by itself. One subscriber
     * at a time.
     *
     * @return leases, as requests come free, on the session's worker; fails and completes as {@link #requests()} does
     */
    Flux<RequestLease> leases();

    /** {@return the controls that its requests can set, with the limits of this configuration, by name} */
    List<ControlInfo> controls();

    /**
     * Sets controls for all requests that are queued from now on, over those set before.
     *
     * @param settings by name
     * @throws IllegalArgumentException if the camera does not have such a control, or not with such a value; the message says
     *     what it has
     */
    void controls(ControlList settings);

    /** Pauses: nothing is emitted until {@link #resume()}, while the camera goes on being fed by the session's policy. */
    void pause();

    /** Ends the pause. */
    void resume();

    /** {@return true between {@link #pause()} and {@link #resume()}} */
    boolean isPaused();

    /** {@return numbers of this session} */
    CaptureStatistics statistics();

    /**
     * Ends the session: subscribing stops and releases the camera; what runs of {@link #requests()} and {@link #leases()}
     * completes. Frames that are lent stay readable.
     *
     * @return completes when the camera is released, at once if it is already; fails with a {@link CameraTimeoutException} if it
     *     does not stop in time
     */
    Mono<Void> closeLater();
}
