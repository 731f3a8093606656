package io.github.reactorlibcamera.jna;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Maps shared memory. It is unmapped once the buffer, and with it every slice and duplicate, is unreachable; so a buffer that
 * somebody kept never faults.
 */
final class MappedMemory {
    private static final Cleaner CLEANER = Cleaner.create();

    private MappedMemory() {}

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

    /** {@return the address of a buffer's start} */
    static long address(ByteBuffer buffer) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
    }
}
