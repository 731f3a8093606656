package io.github.reactorlibcamera.test;

import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.Size;
import io.github.reactorlibcamera.StreamConfiguration;
import io.github.reactorlibcamera.StreamRole;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Where the planes of a frame are in its memory: one after the other, without padding.
 *
 * @param format of the pixels
 * @param size of the picture
 * @param stride bytes per line, of every plane
 * @param planes their lengths in bytes
 */
record FrameLayout(PixelFormat format, Size size, int stride, List<Integer> planes) {
    static FrameLayout of(PixelFormat format, Size size) {
        int width = size.width();
        int height = size.height();
        return switch (format.name()) {
            case "NV12" -> {
                int stride = (width + 1) / 2 * 2;
                yield new FrameLayout(format, size, stride, List.of(stride * height, stride * ((height + 1) / 2)));
            }
            case "YUYV" -> packed(format, size, (width + 1) / 2 * 4);
            case "RGB888" -> packed(format, size, width * 3);
            case "R8" -> packed(format, size, width);
            case "MJPEG" -> new FrameLayout(format, size, 0, List.of(width * height));
            default ->
                throw new IllegalArgumentException(
                        "a scripted camera's format is NV12, YUYV, RGB888, R8 or MJPEG, not " + format);
        };
    }

    private static FrameLayout packed(PixelFormat format, Size size, int stride) {
        return new FrameLayout(format, size, stride, List.of(stride * size.height()));
    }

    int frameSize() {
        return planes.stream().mapToInt(Integer::intValue).sum();
    }

    /** {@return a read-only view of a plane in a frame's memory} */
    ByteBuffer plane(ByteBuffer memory, int plane) {
        int offset =
                planes.subList(0, plane).stream().mapToInt(Integer::intValue).sum();
        return memory.asReadOnlyBuffer().slice(offset, planes.get(plane));
    }

    StreamConfiguration stream(StreamRole role) {
        return new StreamConfiguration(role, format, size, stride, frameSize());
    }

    @Override
    public String toString() {
        return format + " " + size;
    }
}
