package io.github.reactorlibcamera;

import org.jspecify.annotations.Nullable;

/**
 * Is told what happens in capture sessions, for metrics. Set by {@link CaptureSpec#recorder(CaptureRecorder)}; without one nothing
 * is recorded and it costs nothing. Thread-safe; must neither block nor throw.
 */
public interface CaptureRecorder {
    /**
     * A session has acquired its camera and started it.
     *
     * @param camera whose {@link Camera#statistics()} tell how many buffers are where
     * @return is told of this session
     */
    SessionRecorder sessionStarted(Camera camera);

    /** Is told of one session; all but {@link #ended} by the session's worker, one call at a time. */
    interface SessionRecorder {
        /**
         * A frame is about to be handed to the subscriber.
         *
         * @param latencyNanos since the picture was taken, or since the request completed where the camera does not tell
         */
        void delivered(long latencyNanos);

        /** A frame was replaced by a newer one ({@link CapturePolicy#LATEST}), or dropped since its subscriber was gone. */
        void dropped();

        /** A frame was recycled because it was taken before its demand, or without any. */
        void stale();

        /** A request came back without a good frame. */
        void failed();

        /**
         * Frames are missing in the camera's sequence.
         *
         * @param frames how many
         */
        void lost(long frames);

        /**
         * The camera is released. Control thread.
         *
         * @param reason null if the session was cancelled or closed
         */
        void ended(@Nullable Throwable reason);
    }
}
