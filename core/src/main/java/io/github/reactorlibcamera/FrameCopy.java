package io.github.reactorlibcamera;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/** A frame in memory of the garbage collector's. */
final class FrameCopy implements Frame {
    private final StreamConfiguration stream;
    private final long sequence;
    private final long timestamp;
    private final long capturedAt;
    private final long completedAt;
    private final ControlList metadata;
    private final ByteBuffer[] planes;
    private final int[] strides;

    /** Set by the first close of any thread, read by every accessor. */
    private volatile boolean closed;

    FrameCopy(Frame frame) {
        stream = frame.stream();
        sequence = frame.sequence();
        timestamp = frame.timestamp();
        capturedAt = frame.capturedAt();
        completedAt = frame.completedAt();
        metadata = frame.metadata();
        planes = new ByteBuffer[frame.planeCount()];
        strides = new int[planes.length];
        for (int plane = 0; plane < planes.length; plane++) {
            ByteBuffer pixels = frame.plane(plane);
            planes[plane] =
                    ByteBuffer.allocateDirect(pixels.remaining()).put(pixels).flip();
            strides[plane] = frame.stride(plane);
        }
    }

    private FrameCopy(FrameCopy from) {
        stream = from.stream;
        sequence = from.sequence;
        timestamp = from.timestamp;
        capturedAt = from.capturedAt;
        completedAt = from.completedAt;
        metadata = from.metadata;
        planes = from.planes;
        strides = from.strides;
    }

    private FrameCopy open() {
        if (closed) {
            throw new IllegalStateException("the frame is closed: use it before close(), or retain() it for later");
        }
        return this;
    }

    @Override
    public StreamConfiguration stream() {
        return open().stream;
    }

    @Override
    public long sequence() {
        return open().sequence;
    }

    @Override
    public long timestamp() {
        return open().timestamp;
    }

    @Override
    public long capturedAt() {
        return open().capturedAt;
    }

    @Override
    public long completedAt() {
        return open().completedAt;
    }

    @Override
    public int planeCount() {
        return open().planes.length;
    }

    @Override
    public ByteBuffer plane(int plane) {
        return open().planes[Objects.checkIndex(plane, planes.length)]
                .asReadOnlyBuffer()
                .order(ByteOrder.nativeOrder());
    }

    @Override
    public int stride(int plane) {
        return open().strides[Objects.checkIndex(plane, strides.length)];
    }

    @Override
    public int fileDescriptor(int plane) {
        Objects.checkIndex(plane, open().planes.length);
        return -1;
    }

    @Override
    public int offset(int plane) {
        Objects.checkIndex(plane, open().planes.length);
        return 0;
    }

    @Override
    public ControlList metadata() {
        return open().metadata;
    }

    @Override
    public Frame retain() {
        return new FrameCopy(open());
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public String toString() {
        return closed
                ? "FrameCopy(closed)"
                : "FrameCopy(" + sequence + ", " + stream.pixelFormat() + " " + stream.size() + ")";
    }
}
