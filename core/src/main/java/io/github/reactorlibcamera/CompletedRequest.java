package io.github.reactorlibcamera;

import java.util.List;

/**
 * A request that the camera has completed: a frame per stream, and the metadata ({@code libcamera::Request}). It must be closed;
 * its buffers go back to the camera when all handles on all its frames are closed. Thread-safe as {@link Frame} is.
 */
public interface CompletedRequest extends AutoCloseable {
    /** {@return the frames in the order of the configuration's streams; each may be closed by itself, and retained} */
    List<Frame> frames();

    /** {@return the first stream's frame} */
    default Frame frame() {
        return frames().get(0);
    }

    /**
     * {@return the frame of the first stream of a role}
     *
     * @param role what the stream is for
     * @throws java.util.NoSuchElementException if no stream has this role
     */
    Frame frame(StreamRole role);

    /** {@return the first stream's {@link Frame#sequence()}} */
    default long sequence() {
        return frame().sequence();
    }

    /**
     * {@return what the camera tells of this request; read on each call} ({@code libcamera::Request::metadata()})
     *
     * @throws IllegalStateException if all its frames are closed
     */
    ControlList metadata();

    /** {@return true once all its frames are closed} */
    default boolean isClosed() {
        return frames().stream().allMatch(Frame::isClosed);
    }

    /** Closes its frames. Never throws, never blocks; a second call does nothing. Any thread. */
    @Override
    default void close() {
        frames().forEach(Frame::close);
    }
}
