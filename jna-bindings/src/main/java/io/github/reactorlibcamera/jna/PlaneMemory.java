package io.github.reactorlibcamera.jna;

import com.sun.jna.Memory;
import io.github.reactorlibcamera.spi.SlotMapping;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The planes of one stream's buffer in a slot, mapped: planes that share a descriptor share a mapping. The buffers are read-only and start where their
 * planes start. Thread-safe.
 */
final class PlaneMemory implements SlotMapping {
    private static final int MAPPINGS_BETWEEN_COLLECTIONS = 8_192;
    private static final AtomicInteger AGAIN = new AtomicInteger();

    private final @Nullable String cameraId;

    /** Per plane: where it lies in its descriptor's memory, and how. */
    private final int[] offsets;

    private final int[] lengths;
    private final int[] strides;

    /** Per plane: a descriptor that is open as long as this is reachable, and the memory it starts. */
    private final int[] fds;

    private final ByteBuffer[] mapped;
    private final ByteBuffer[] planes;

    /** True if some of it is a dma-buf, the reading of which has to be announced. Set before this is published. */
    private boolean dmaBuf;

    /** True while reading is announced. Guarded by this object's monitor. */
    private boolean read;

    private PlaneMemory(@Nullable String cameraId, int[] offsets, int[] lengths, int[] strides) {
        this.cameraId = cameraId;
        this.offsets = offsets;
        this.lengths = lengths;
        this.strides = strides;
        this.fds = new int[offsets.length];
        this.mapped = new ByteBuffer[offsets.length];
        this.planes = new ByteBuffer[offsets.length];
    }

    /** Maps the planes of a stream's buffer in a slot of a configured camera. */
    static PlaneMemory of(long handle, int slot, int stream, int count, String cameraId) {
        int[] fds = new int[count];
        PlaneMemory memory = new PlaneMemory(cameraId, new int[count], new int[count], new int[count]);
        try (Memory plane = new Memory(Abi.PLANE_SIZE)) {
            for (int i = 0; i < count; i++) {
                plane.clear();
                plane.setInt(0, Abi.PLANE_SIZE);
                ShimErrors.check(Shim.rlc_camera_plane(handle, slot, stream, i, plane), cameraId);
                fds[i] = plane.getInt(Abi.PLANE_FD);
                memory.offsets[i] = plane.getInt(Abi.PLANE_OFFSET);
                memory.lengths[i] = plane.getInt(Abi.PLANE_LENGTH);
                memory.strides[i] = plane.getInt(Abi.PLANE_STRIDE);
                memory.dmaBuf |= (plane.getInt(Abi.PLANE_FLAGS) & Abi.PLANE_DMA_BUF) != 0;
            }
        }
        MappedMemory.Pixels pixels = MappedMemory.Pixels.NONE;
        for (int i = 0; i < count; i++) {
            if (i == 0 || fds[i] != fds[i - 1]) {
                pixels = MappedMemory.mapPixels(fds[i], memory.end(fds, i), cameraId);
            }
            memory.set(i, pixels.memory(), pixels.fd());
        }
        return memory;
    }

    /** {@return the bytes that the planes from this one on need of the descriptor they share} */
    private long end(int[] shared, int first) {
        long end = 0;
        for (int i = first; i < shared.length && shared[i] == shared[first]; i++) {
            end = Math.max(end, (long) offsets[i] + lengths[i]);
        }
        return end;
    }

    private void set(int plane, ByteBuffer memory, int fd) {
        fds[plane] = fd;
        mapped[plane] = memory;
        planes[plane] = memory.asReadOnlyBuffer().slice(offsets[plane], lengths[plane]);
    }

    /** Somebody is about to look at the pixels. Costs nothing where they are in no dma-buf; else may block for a moment. */
    void beginReading() {
        if (dmaBuf) {
            synchronized (this) {
                if (!read) {
                    read = true;
                    sync(1);
                }
            }
        }
    }

    /** The buffer goes back to the camera. */
    void endReading() {
        if (dmaBuf) {
            synchronized (this) {
                if (read) {
                    read = false;
                    sync(0);
                }
            }
        }
    }

    /** Of planes that are in no dma-buf beside others that are, the error says so, and is no news. */
    private void sync(int begin) {
        for (int i = 0; i < fds.length; i++) {
            if (!isShared(i)) {
                Shim.rlc_fd_sync(fds[i], begin);
            }
        }
    }

    /** {@return the same memory, mapped a second time} */
    PlaneMemory again() {
        try {
            if (AGAIN.incrementAndGet() % MAPPINGS_BETWEEN_COLLECTIONS == 0) {
                System.gc(); // each stays until it is collected, and a process can have 65,530
            }
            PlaneMemory second = new PlaneMemory(cameraId, offsets, lengths, strides);
            for (int i = 0; i < fds.length; i++) {
                ByteBuffer memory =
                        isShared(i) ? second.mapped[i - 1] : MappedMemory.map(fds[i], end(fds, i), false, cameraId);
                second.set(i, memory, fds[i]);
            }
            return second;
        } finally {
            Reference.reachabilityFence(this); // the descriptors are its own
        }
    }

    /** A plane lies in the memory of the one before. */
    private boolean isShared(int plane) {
        return plane > 0 && fds[plane] == fds[plane - 1];
    }

    @Override
    public void poison() {
        for (int i = 0; i < mapped.length; i++) {
            if (!isShared(i)) {
                MappedMemory.poison(mapped[i], cameraId);
            }
        }
    }

    int planeCount() {
        return planes.length;
    }

    @Override
    public ByteBuffer plane(int plane) {
        return planes[plane];
    }

    int stride(int plane) {
        return strides[plane];
    }

    int fd(int plane) {
        return fds[plane];
    }

    int offset(int plane) {
        return offsets[plane];
    }

    /** {@return the bytes of all planes} */
    long size() {
        long sum = 0;
        for (int length : lengths) {
            sum += length;
        }
        return sum;
    }
}
