package io.github.reactorlibcamera.spi;

import java.nio.ByteBuffer;

/** A second view of a buffer's memory, which can be poisoned. Thread-safe. */
public interface SlotMapping {
    /**
     * {@return a plane's whole memory, as {@link BackendSession#plane}}
     *
     * @param plane its number
     */
    ByteBuffer plane(int plane);

    /** Every byte is 0xDB from now on, in this view only; reading it never faults. */
    void poison();
}
