package io.github.reactorlibcamera.samples.mjpeg;

import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.Size;
import io.github.reactorlibcamera.StreamConfiguration;
import io.github.reactorlibcamera.StreamRole;
import java.nio.ByteBuffer;
import java.util.Random;

/** An RGB888 frame of noise, whose JPEG is large; the camera counts those that are open. */
final class ScriptedFrame implements Frame {
    private final long sequence;
    private final StreamConfiguration stream;
    private final ByteBuffer pixels;
    private final Runnable onClose;
    private boolean closed;

    ScriptedFrame(long sequence, Size size, Runnable onClose) {
        this.sequence = sequence;
        this.stream = stream(size);
        byte[] noise = new byte[3 * size.width() * size.height()];
        new Random(sequence).nextBytes(noise);
        this.pixels = ByteBuffer.allocateDirect(noise.length).put(0, noise);
        this.onClose = onClose;
    }

    static StreamConfiguration stream(Size size) {
        int stride = 3 * size.width();
        return new StreamConfiguration(StreamRole.VIEWFINDER, PixelFormat.RGB888, size, stride, stride * size.height());
    }

    @Override
    public StreamConfiguration stream() {
        return stream;
    }

    @Override
    public long sequence() {
        return sequence;
    }

    /** {@return as if there were 100 frames per second} */
    @Override
    public long timestamp() {
        return 1_000_000_000 + sequence * 10_000_000;
    }

    @Override
    public long completedAt() {
        return timestamp();
    }

    @Override
    public int planeCount() {
        return 1;
    }

    @Override
    public ByteBuffer plane(int plane) {
        return pixels.asReadOnlyBuffer();
    }

    @Override
    public int stride(int plane) {
        return stream.stride();
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
        throw new UnsupportedOperationException("the server keeps no frame");
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            onClose.run();
        }
    }
}
