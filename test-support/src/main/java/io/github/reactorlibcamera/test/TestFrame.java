package io.github.reactorlibcamera.test;

import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.Size;
import io.github.reactorlibcamera.StreamConfiguration;
import io.github.reactorlibcamera.StreamRole;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A frame of given pixels, without a camera: for tests of what is done with a frame. It keeps the rules of a camera's: its planes are
 * direct, read-only and in native order, and after {@link #close()} it throws. Thread-safe as {@link Frame} is.
 */
public final class TestFrame implements Frame {
    private final StreamConfiguration stream;
    private final List<ByteBuffer> planes;
    private final long sequence;
    private final long timestamp;
    private final ControlList metadata;

    /** Handles that are open, shared by all on this frame; raised by retain, lowered by the first close of each. */
    private final AtomicInteger handles;

    /** Set by the first close of any thread, read by every accessor. */
    private volatile boolean closed;

    private TestFrame(
            StreamConfiguration stream,
            List<ByteBuffer> planes,
            long sequence,
            long timestamp,
            ControlList metadata,
            AtomicInteger handles) {
        this.stream = stream;
        this.planes = planes;
        this.sequence = sequence;
        this.timestamp = timestamp;
        this.metadata = metadata;
        this.handles = handles;
    }

    /**
     * Makes a frame, with sequence number and times 0 and no metadata.
     *
     * @param stream it belongs to, whose stride the planes have, YUV420's chroma half of it
     * @param planes the pixels, from position to limit; copied, and not moved
     * @return an open frame
     */
    public static TestFrame of(StreamConfiguration stream, ByteBuffer... planes) {
        return new TestFrame(
                stream,
                Arrays.stream(planes).map(TestFrame::copy).toList(),
                0,
                0,
                ControlList.EMPTY,
                new AtomicInteger(1));
    }

    /**
     * Makes a frame of a viewfinder's stream, with sequence number and times 0 and no metadata.
     *
     * @param format of the pixels
     * @param size of the picture
     * @param stride bytes per line of the planes, half of it in YUV420's chroma; 0 for compressed formats
     * @param planes the pixels; copied
     * @return an open frame
     */
    public static TestFrame of(PixelFormat format, Size size, int stride, byte[]... planes) {
        int bytes = Arrays.stream(planes).mapToInt(plane -> plane.length).sum();
        return of(
                new StreamConfiguration(StreamRole.VIEWFINDER, format, size, stride, bytes),
                Arrays.stream(planes).map(ByteBuffer::wrap).toArray(ByteBuffer[]::new));
    }

    private static ByteBuffer copy(ByteBuffer pixels) {
        return ByteBuffer.allocateDirect(pixels.remaining())
                .put(pixels.duplicate())
                .flip();
    }

    /**
     * Makes another frame of the same pixels, open whatever this one is.
     *
     * @param number what {@link #sequence()} tells
     * @return a changed copy
     */
    public TestFrame withSequence(long number) {
        return new TestFrame(stream, planes, number, timestamp, metadata, new AtomicInteger(1));
    }

    /**
     * Makes another frame of the same pixels, open whatever this one is.
     *
     * @param nanos what {@link #timestamp()}, {@link #capturedAt()} and {@link #completedAt()} tell
     * @return a changed copy
     */
    public TestFrame withTimestamp(long nanos) {
        return new TestFrame(stream, planes, sequence, nanos, metadata, new AtomicInteger(1));
    }

    /**
     * Makes another frame of the same pixels, open whatever this one is.
     *
     * @param values what {@link #metadata()} tells
     * @return a changed copy
     */
    public TestFrame withMetadata(ControlList values) {
        return new TestFrame(stream, planes, sequence, timestamp, values, new AtomicInteger(1));
    }

    /** {@return how many handles on this frame are open: 1 for a new one, 0 once it and all that was retained is closed} */
    public int openHandles() {
        return handles.get();
    }

    private TestFrame open() {
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
        return open().timestamp;
    }

    @Override
    public long completedAt() {
        return open().timestamp;
    }

    @Override
    public int planeCount() {
        return open().planes.size();
    }

    @Override
    public ByteBuffer plane(int plane) {
        return open().planes.get(plane).asReadOnlyBuffer().order(ByteOrder.nativeOrder());
    }

    @Override
    public int stride(int plane) {
        open().planes.get(plane);
        boolean halfWidth = plane > 0 && stream.pixelFormat().equals(PixelFormat.YUV420);
        return halfWidth ? stream.stride() / 2 : stream.stride();
    }

    @Override
    public int fileDescriptor(int plane) {
        open().planes.get(plane);
        return -1;
    }

    @Override
    public int offset(int plane) {
        open().planes.get(plane);
        return 0;
    }

    @Override
    public ControlList metadata() {
        return open().metadata;
    }

    @Override
    public TestFrame retain() {
        open().handles.incrementAndGet();
        return new TestFrame(stream, planes, sequence, timestamp, metadata, handles);
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        handles.decrementAndGet();
    }

    @Override
    public String toString() {
        return closed
                ? "TestFrame(closed)"
                : "TestFrame(" + sequence + ", " + stream.pixelFormat() + " " + stream.size() + ")";
    }
}
