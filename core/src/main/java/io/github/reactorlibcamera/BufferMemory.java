package io.github.reactorlibcamera;

/** Where the frames' memory comes from. */
public enum BufferMemory {
    /** The camera's allocator, else a dma-heap, else memfd: the first that works. */
    AUTO,
    /** {@code libcamera::FrameBufferAllocator}. */
    CAMERA,
    /** A dma-heap, a cached one where there is one. */
    DMA_HEAP,
    /** Ordinary shared memory; only cameras that need no dma-buf take it. */
    MEMFD,
    /** The user's, given with {@link StreamSpec#buffers(java.util.List)}. */
    IMPORTED
}
