package io.github.reactorlibcamera.test;

import io.github.reactorlibcamera.spi.SlotMapping;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A frame's pixels once more, as they were when this was made. Thread-safe: only ever poisoned. */
final class CopiedSlot implements SlotMapping {
    private static final byte POISON = (byte) 0xDB;

    private final ByteBuffer memory;
    private final FrameLayout layout;

    CopiedSlot(ByteBuffer pixels, FrameLayout layout) {
        this.memory = ByteBuffer.allocateDirect(pixels.capacity()).put(0, pixels, 0, pixels.capacity());
        this.layout = layout;
    }

    @Override
    public ByteBuffer plane(int plane) {
        return layout.plane(memory, plane);
    }

    @Override
    public void poison() {
        byte[] poison = new byte[memory.capacity()];
        Arrays.fill(poison, POISON);
        memory.put(0, poison);
    }
}
