package io.github.reactorlibcamera.jpeg;

import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.Size;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Pixels, not compressed. A view: it holds no memory of its own, and is as short-lived as the frame below it.
 *
 * @param size in pixels
 * @param subsampling of the chroma
 * @param rgb how the planes blue, green and red are interleaved; null if the planes are Y, Cb and Cr, or Y alone
 * @param planes three, or one for gray
 */
record Picture(Size size, Subsampling subsampling, @Nullable RgbOrder rgb, List<Plane> planes) {
    /** {@return the pixels of a frame, null if they are in a format that is not known here} */
    static @Nullable Picture of(Frame frame) {
        Size size = frame.stream().size();
        PixelFormat format = frame.stream().pixelFormat();
        return switch (format.name()) {
            case "NV12" -> nv12(frame, size);
            case "YUV420" -> yuv420(frame, size);
            case "YUYV" -> yuyv(frame, size);
            case "R8" -> gray(frame, size);
            case "RGB888" -> rgb(frame, RgbOrder.BGR); // DRM's names, read from the highest byte down
            case "BGR888" -> rgb(frame, RgbOrder.RGB);
            case "XRGB8888" -> rgb(frame, RgbOrder.BGRX);
            default -> null;
        };
    }

    private static Picture nv12(Frame frame, Size size) {
        Subsampling subsampling = Subsampling.HALF_BOTH_420;
        int width = subsampling.planeWidth(1, size.width());
        int height = subsampling.planeHeight(1, size.height());
        ByteBuffer chroma = frame.plane(1).slice();
        return ycc(
                size,
                subsampling,
                luma(frame, size, 1),
                new Plane(chroma, 0, 2, frame.stride(1), width, height),
                new Plane(chroma, 1, 2, frame.stride(1), width, height));
    }

    private static Picture yuv420(Frame frame, Size size) {
        Subsampling subsampling = Subsampling.HALF_BOTH_420;
        int width = subsampling.planeWidth(1, size.width());
        int height = subsampling.planeHeight(1, size.height());
        return ycc(
                size,
                subsampling,
                luma(frame, size, 1),
                new Plane(frame.plane(1).slice(), 0, 1, frame.stride(1), width, height),
                new Plane(frame.plane(2).slice(), 0, 1, frame.stride(2), width, height));
    }

    private static Picture yuyv(Frame frame, Size size) {
        Subsampling subsampling = Subsampling.HALF_WIDTH_422;
        int width = subsampling.planeWidth(1, size.width());
        ByteBuffer data = frame.plane(0).slice();
        int stride = frame.stride(0);
        return ycc(
                size,
                subsampling,
                luma(frame, size, 2),
                new Plane(data, 1, 4, stride, width, size.height()),
                new Plane(data, 3, 4, stride, width, size.height()));
    }

    private static Picture gray(Frame frame, Size size) {
        return ycc(size, Subsampling.GRAY, luma(frame, size, 1));
    }

    private static Plane luma(Frame frame, Size size, int step) {
        return new Plane(frame.plane(0).slice(), 0, step, frame.stride(0), size.width(), size.height());
    }

    private static Picture rgb(Frame frame, RgbOrder order) {
        return rgb(
                frame.plane(0).slice(), order, frame.stride(0), frame.stream().size());
    }

    static Picture ycc(Size size, Subsampling subsampling, Plane... planes) {
        return new Picture(size, subsampling, null, List.of(planes));
    }

    /** @throws JpegException if the pixels, with what they have besides colours, reach beyond the data */
    static Picture rgb(ByteBuffer data, RgbOrder order, int stride, Size size) {
        Plane.requireWhole(data, order.step(), stride, size);
        List<Plane> planes = new ArrayList<>();
        for (int component = 0; component < 3; component++) {
            planes.add(new Plane(data, order.offset(component), order.step(), stride, size.width(), size.height()));
        }
        return new Picture(size, Subsampling.FULL_444, order, planes);
    }

    /**
     * {@return this RGB picture in another size: itself, or interleaved as B, G, R}
     *
     * @param wanted not larger
     * @param memory gives a buffer of so many bytes
     */
    Picture rgbScaledTo(Size wanted, IntFunction<ByteBuffer> memory) {
        return wanted.equals(size) ? this : toBgr(wanted, memory);
    }

    /** {@return this RGB picture, not larger than it is, interleaved as B, G, R without padding} */
    Picture toBgr(Size wanted, IntFunction<ByteBuffer> memory) {
        int stride = 3 * wanted.width();
        Picture scaled = rgb(memory.apply(Math.multiplyExact(stride, wanted.height())), RgbOrder.BGR, stride, wanted);
        for (int component = 0; component < 3; component++) {
            planes.get(component).averageInto(scaled.planes.get(component));
        }
        return scaled;
    }
}
