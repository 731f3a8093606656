package io.github.reactorlibcamera;

import java.nio.ByteBuffer;

/**
 * A lease on a filled buffer of the camera. No pixel has been copied; the buffer goes back to the camera when the last handle
 * on it is closed, so close soon: while all buffers are lent the camera waits.
 *
 * <p>Thread-safe, but not against its own {@link #close()}: after it every method but {@link #isClosed()} and a second close throws
 * {@link IllegalStateException}. A
 * {@link ByteBuffer} taken before is borrowed: it may show newer pixels after the close, and never faults, not even when the
 * camera, its session and its manager are gone.
 */
public interface Frame extends AutoCloseable {
    /** {@return the stream it belongs to} */
    StreamConfiguration stream();

    /**
     * {@return the camera's count of frames since it was started; a gap means that frames were lost before they reached us}
     * ({@code libcamera::FrameMetadata::sequence})
     */
    long sequence();

    /**
     * {@return when the picture was taken, in nanoseconds of the camera's clock, mostly CLOCK_BOOTTIME or CLOCK_MONOTONIC; 0 if
     * the camera does not tell} ({@code libcamera::FrameMetadata::timestamp})
     */
    long timestamp();

    /**
     * {@return when the picture was taken, in nanoseconds as {@link System#nanoTime()} counts them on Linux; 0 if the camera does not
     * tell, or on a clock that is neither CLOCK_MONOTONIC nor CLOCK_BOOTTIME} Of several streams, what the first one's frame tells.
     */
    long capturedAt();

    /** {@return when the request completed, in nanoseconds as {@link System#nanoTime()} counts them on Linux} */
    long completedAt();

    /** {@return how many planes there are} */
    int planeCount();

    /**
     * {@return the pixels of a plane: read-only, direct, in native byte order, limited to the bytes used}
     *
     * <p>In a dma-buf, the first look at a frame is announced to the kernel ({@code DMA_BUF_IOCTL_SYNC}), which may wait a moment for
     * a device; who passes the descriptor on and never looks pays nothing for it.
     *
     * @param plane 0 to {@link #planeCount()} - 1
     */
    ByteBuffer plane(int plane);

    /**
     * {@return bytes per line, 0 for compressed formats}
     *
     * @param plane 0 to {@link #planeCount()} - 1
     */
    int stride(int plane);

    /**
     * {@return the descriptor of the plane's memory, a dma-buf on real cameras. It is open as long as this frame is reachable:
     * duplicate it to keep it longer}
     *
     * @param plane 0 to {@link #planeCount()} - 1
     */
    int fileDescriptor(int plane);

    /**
     * {@return where the plane begins in the memory of its descriptor, in bytes}
     *
     * @param plane 0 to {@link #planeCount()} - 1
     */
    int offset(int plane);

    /** {@return what the camera tells of the request that this frame is from; read on each call} */
    ControlList metadata();

    /**
     * {@return a second handle on the same frame, with a close of its own}
     *
     * @throws IllegalStateException if this handle is closed
     */
    Frame retain();

    /**
     * Copies a frame to memory of its own: it keeps no buffer of the camera from being used, and need not be closed.
     *
     * @param frame to be copied, not closed by this
     * @return the copy; has no descriptors, {@link #fileDescriptor(int)} is -1
     * @throws IllegalStateException if the frame is closed
     */
    static Frame copyOf(Frame frame) {
        return new FrameCopy(frame);
    }

    /** {@return true once this handle is closed} */
    boolean isClosed();

    /** Gives the lease back. Never throws, never blocks; a second call does nothing. Any thread. */
    @Override
    void close();
}
