package io.github.reactorlibcamera.jpeg;

import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.Size;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Pixels, not compressed. A view: it holds no memory of its own, and is as short-lived as the frame below it.
 *
 * @param size in pixels
 * @param subsampling of the chroma, where {@code bgr} is false
 * @param bgr true if the planes are blue, green, red, interleaved in this order; else they are Y, Cb, Cr
 * @param planes three, or one for gray
 */
record Picture(Size size, Subsampling subsampling, boolean bgr, List<Plane> planes) {
    static Picture of(Frame frame) {
        Size size = frame.stream().size();
        int width = size.width();
        int height = size.height();
        PixelFormat format = frame.stream().pixelFormat();
        ByteBuffer data = frame.plane(0).slice();
        int stride = frame.stride(0);
        if (format.equals(PixelFormat.RGB888)) {
            return bgr(data, stride, size);
        }
        Subsampling subsampling =
                format.equals(PixelFormat.NV12) ? Subsampling.HALF_BOTH_420 : Subsampling.HALF_WIDTH_422;
        int chromaWidth = subsampling.planeWidth(1, width);
        int chromaHeight = subsampling.planeHeight(1, height);
        List<Plane> planes;
        if (format.equals(PixelFormat.NV12)) {
            ByteBuffer chroma = frame.plane(1).slice();
            planes = List.of(
                    new Plane(data, 0, 1, stride, width, height),
                    new Plane(chroma, 0, 2, frame.stride(1), chromaWidth, chromaHeight),
                    new Plane(chroma, 1, 2, frame.stride(1), chromaWidth, chromaHeight));
        } else {
            planes = List.of(
                    new Plane(data, 0, 2, stride, width, height),
                    new Plane(data, 1, 4, stride, chromaWidth, chromaHeight),
                    new Plane(data, 3, 4, stride, chromaWidth, chromaHeight));
        }
        return new Picture(size, subsampling, false, planes);
    }

    static Picture bgr(ByteBuffer data, int stride, Size size) {
        List<Plane> planes = new ArrayList<>();
        for (int component = 0; component < 3; component++) {
            planes.add(new Plane(data, component, 3, stride, size.width(), size.height()));
        }
        return new Picture(size, Subsampling.FULL_444, true, planes);
    }

    /**
     * {@return this picture in another size, interleaved as it is}
     *
     * @param wanted not larger
     * @param memory gives a buffer of so many bytes
     */
    Picture bgrScaledTo(Size wanted, IntFunction<ByteBuffer> memory) {
        if (wanted.equals(size)) {
            return this;
        }
        Picture scaled =
                bgr(memory.apply(Math.multiplyExact(3 * wanted.width(), wanted.height())), 3 * wanted.width(), wanted);
        for (int component = 0; component < 3; component++) {
            planes.get(component).averageInto(scaled.planes.get(component));
        }
        return scaled;
    }
}
