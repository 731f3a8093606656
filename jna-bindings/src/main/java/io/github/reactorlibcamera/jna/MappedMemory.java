package io.github.reactorlibcamera.jna;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Maps shared memory. It is unmapped once the buffer, and with it every slice and duplicate, is unreachable; so a buffer that
 * somebody kept never faults.
 *
 * <p>The garbage collector does not see how much memory hangs on such a buffer. So the bytes are counted, and when those of ended
 * sessions are many, or the camera has no memory left, it is asked to collect, as the JDK does for its own direct buffers.
 * Thread-safe.
 */
final class MappedMemory {
    private static final Cleaner CLEANER = Cleaner.create();

    /** What ended sessions may hold before it is looked for. */
    private static final long DEAD_LIMIT = 64L << 20;

    private static final int NAPS = 20;
    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Bytes of pixels mapped, and those among them of sessions that have not ended. */
    private static final AtomicLong MAPPED = new AtomicLong();

    private static final AtomicLong LIVE = new AtomicLong();

    private MappedMemory() {}

    /** Pixels, and a descriptor of their memory that is open as long as they are reachable. */
    record Pixels(ByteBuffer memory, int fd) {
        static final Pixels NONE = new Pixels(ByteBuffer.allocate(0), -1);
    }

    /**
     * Maps the start of a descriptor's memory, to be read.
     *
     * @param length at most 2 GiB - 1
     */
    static Pixels mapPixels(int fd, long length, @Nullable String cameraId) {
        ByteBuffer memory = map(fd, length, false, cameraId);
        MAPPED.addAndGet(length);
        CLEANER.register(memory, () -> MAPPED.addAndGet(-length));
        int own = Shim.rlc_fd_duplicate(fd);
        ShimErrors.check(own, cameraId);
        CLEANER.register(memory, () -> Shim.rlc_fd_close(own));
        return new Pixels(memory, own);
    }

    /**
     * Maps the start of a descriptor's memory.
     *
     * @param length at most 2 GiB - 1
     * @return a buffer in native order
     */
    static ByteBuffer map(int fd, long length, boolean writable, @Nullable String cameraId) {
        long address;
        try (Memory out = new Memory(Long.BYTES)) {
            ShimErrors.check(Shim.rlc_map(fd, length, writable ? 1 : 0, out), cameraId);
            address = out.getLong(0);
        }
        ByteBuffer buffer = new Pointer(address).getByteBuffer(0, length).order(ByteOrder.nativeOrder());
        CLEANER.register(buffer, () -> Shim.rlc_unmap(address, length));
        return buffer;
    }

    /** Replaces what a buffer shows by bytes of 0xDB; other buffers on the same memory keep showing it. */
    static void poison(ByteBuffer buffer, @Nullable String cameraId) {
        try {
            ShimErrors.check(Shim.rlc_poison(address(buffer), buffer.capacity()), cameraId);
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    /** {@return the address of a buffer's start} */
    static long address(ByteBuffer buffer) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
    }

    /** A session is about to map its memory. May block for a moment; on the control thread. */
    static void makeRoom() {
        if (dead() > DEAD_LIMIT) {
            collect();
        }
    }

    /** A session of so many bytes has begun, or ended if negative. */
    static void live(long bytes) {
        LIVE.addAndGet(bytes);
    }

    /** {@return bytes that sessions left behind} */
    static long dead() {
        return MAPPED.get() - LIVE.get();
    }

    /** Asks for a collection, and waits a little for what it frees. What is still in use stays mapped. */
    static void collect() {
        System.gc();
        for (int nap = 0; nap < NAPS && dead() > 0; nap++) {
            LockSupport.parkNanos(NAP_NANOS);
        }
    }
}
