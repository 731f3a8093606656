package io.github.reactorlibcamera.engine;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Tells BlockHound, in an application that uses it, of the one place where a thread that must not be blocked may wait for a lock:
 * {@code CameraControl.execute}, through which subscribing and cancelling hand work to a camera's control thread. The lock is that of the
 * executor's queue, and is held for some instructions, by the control thread as it takes work or goes to sleep, and by others that hand
 * over; or it is the executor's own, while a control thread begins or ends. What blocks for as long as a camera likes runs on the control
 * thread. No code of the user's runs inside.
 */
public final class CaptureBlockHoundIntegration implements BlockHoundIntegration {
    /** Called by BlockHound, through {@link java.util.ServiceLoader}. */
    public CaptureBlockHoundIntegration() {}

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside(CameraControl.class.getName(), "execute");
    }
}
