package io.github.reactorlibcamera.springboot.mjpeg;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;

/**
 * A buffer that tells when Netty has done with it: when the socket took its last byte, or TLS has encrypted it, or the connection broke. It is direct
 * because Netty would copy any other one at once and let go of it long before it is sent.
 */
final class Part extends CompositeByteBuf {
    private final Runnable released;

    /**
     * Takes the content over.
     *
     * @param released run once, mostly on the connection's thread
     */
    Part(ByteBufAllocator allocator, ByteBuf content, Runnable released) {
        super(allocator, true, 1, content);
        this.released = released;
    }

    @Override
    protected void deallocate() {
        super.deallocate();
        released.run();
    }
}
