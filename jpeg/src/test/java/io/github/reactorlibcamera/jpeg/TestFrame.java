package io.github.reactorlibcamera.jpeg;

import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.Size;
import io.github.reactorlibcamera.StreamConfiguration;
import io.github.reactorlibcamera.StreamRole;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A frame whose planes are those of a camera: direct, read-only, in native order. */
final class TestFrame implements Frame {
    private final StreamConfiguration stream;
    private final List<ByteBuffer> planes = new ArrayList<>();
    private final int stride;

    TestFrame(PixelFormat format, Size size, int stride, byte[]... planes) {
        this.stream = new StreamConfiguration(StreamRole.VIEWFINDER, format, size, stride, 0);
        this.stride = stride;
        for (byte[] plane : planes) {
            this.planes.add(ByteBuffer.allocateDirect(plane.length).put(0, plane));
        }
    }

    @Override
    public StreamConfiguration stream() {
        return stream;
    }

    @Override
    public long sequence() {
        return 0;
    }

    @Override
    public long timestamp() {
        return 0;
    }

    @Override
    public long completedAt() {
        return 0;
    }

    @Override
    public int planeCount() {
        return planes.size();
    }

    @Override
    public ByteBuffer plane(int plane) {
        return planes.get(plane).asReadOnlyBuffer().order(ByteOrder.nativeOrder());
    }

    @Override
    public int stride(int plane) {
        return stride;
    }

    @Override
    public int fileDescriptor(int plane) {
        return -1;
    }

    @Override
    public ControlList metadata() {
        return ControlList.EMPTY;
    }

    @Override
    public Frame retain() {
        return this;
    }

    @Override
    public boolean isClosed() {
        return false;
    }

    @Override
    public void close() {}
}
