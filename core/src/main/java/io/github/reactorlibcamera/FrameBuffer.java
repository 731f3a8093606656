package io.github.reactorlibcamera;

import java.util.List;

/**
 * Memory of the user's for one frame of a stream ({@code libcamera::FrameBuffer}), to be captured into: see {@link
 * StreamSpec#buffers(List)}.
 *
 * @param planes as many as the pixel format has
 */
public record FrameBuffer(List<Plane> planes) {
    private static final int MAXIMUM_PLANES = 4;

    /**
     * Where one plane lies.
     *
     * @param fileDescriptor of the memory: a dma-buf, or a memfd that can be sealed against shrinking, which it then is. It stays the
     *     user's, and must be open until the capture has begun, which duplicates it
     * @param offset of the plane's first byte
     * @param length its bytes
     */
    public record Plane(int fileDescriptor, int offset, int length) {
        /** @throws IllegalArgumentException if the descriptor or the offset is negative, or the length not positive */
        public Plane {
            if (fileDescriptor < 0 || offset < 0 || length < 1) {
                throw new IllegalArgumentException("a plane has a descriptor, an offset and a length, not "
                        + fileDescriptor + ", " + offset + " and " + length);
            }
        }
    }

    /** @throws IllegalArgumentException if the planes are not 1 to 4 */
    public FrameBuffer {
        planes = List.copyOf(planes);
        if (planes.isEmpty() || planes.size() > MAXIMUM_PLANES) {
            throw new IllegalArgumentException("a buffer has 1 to " + MAXIMUM_PLANES + " planes, not " + planes.size());
        }
    }
}
