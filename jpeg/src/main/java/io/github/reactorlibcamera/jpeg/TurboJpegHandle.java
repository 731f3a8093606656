package io.github.reactorlibcamera.jpeg;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import io.github.reactorlibcamera.Size;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A native compressor and decompressor with the memory they work in. Thread-bound. */
final class TurboJpegHandle {
    // Arguments that C wants by address.
    private static final int PLANES = 0;
    private static final int STRIDES = 24;
    private static final int JPEG_BUFFER = 40;
    private static final int JPEG_SIZE = 48;
    private static final int HEADER = 56;
    private static final int ARGUMENTS_SIZE = 72;

    // Which scratch buffer is for what; three planes each.
    private static final int DECODED = 0;
    private static final int SCALED = 3;
    private static final int JPEG = 6;

    private final Pointer compressor = require(TurboJpeg.tjInitCompress());
    private final Pointer decompressor = require(TurboJpeg.tjInitDecompress());
    private final Memory arguments = new Memory(ARGUMENTS_SIZE);
    private final ByteBuffer[] scratch = new ByteBuffer[JPEG + 1];

    TurboJpegHandle() {
        Arrays.fill(scratch, ByteBuffer.allocateDirect(0));
    }

    byte[] compress(Picture picture, Size size, Subsampling subsampling, int quality) {
        ByteBuffer jpeg = scratch(JPEG, maximumSize(size, subsampling));
        arguments.setPointer(JPEG_BUFFER, address(jpeg));
        setLong(JPEG_SIZE, jpeg.capacity());
        RgbOrder order = picture.rgb();
        Picture fitting = order == null
                ? planar(picture, size, subsampling)
                : picture.rgbScaledTo(size, bytes -> scratch(SCALED, bytes));
        try {
            RgbOrder fittingOrder = fitting.rgb();
            check(
                    fittingOrder == null
                            ? compressPlanes(fitting, quality)
                            : compressRgb(fitting, fittingOrder, subsampling, quality),
                    compressor);
        } finally {
            Reference.reachabilityFence(fitting);
        }
        byte[] bytes = new byte[(int) getLong(JPEG_SIZE)];
        jpeg.get(0, bytes);
        return bytes;
    }

    private int compressRgb(Picture picture, RgbOrder order, Subsampling subsampling, int quality) {
        Plane any = picture.planes().get(0);
        return TurboJpeg.tjCompress2(
                compressor,
                address(direct(any)),
                any.width(),
                any.stride(),
                any.height(),
                order.turboJpegNumber(),
                arguments.share(JPEG_BUFFER),
                arguments.share(JPEG_SIZE),
                subsampling.turboJpegNumber(),
                quality,
                TurboJpeg.NO_REALLOC);
    }

    private int compressPlanes(Picture picture, int quality) {
        setPlanes(picture.planes());
        return TurboJpeg.tjCompressFromYUVPlanes(
                compressor,
                arguments.share(PLANES),
                picture.size().width(),
                arguments.share(STRIDES),
                picture.size().height(),
                picture.subsampling().turboJpegNumber(),
                arguments.share(JPEG_BUFFER),
                arguments.share(JPEG_SIZE),
                quality,
                TurboJpeg.NO_REALLOC);
    }

    /** Decodes to the smallest of the sizes that decoding can scale to and that is not below the wanted one. */
    Picture decompress(CompleteJpeg jpeg, Size wanted) {
        NativeLong length = new NativeLong(jpeg.bytes().length);
        check(
                TurboJpeg.tjDecompressHeader3(
                        decompressor,
                        jpeg.bytes(),
                        length,
                        arguments.share(HEADER),
                        arguments.share(HEADER + 4),
                        arguments.share(HEADER + 8),
                        arguments.share(HEADER + 12)),
                decompressor);
        Subsampling subsampling = Subsampling.of(arguments.getInt(HEADER + 8));
        Size size = new Size(arguments.getInt(HEADER), arguments.getInt(HEADER + 4));
        if (!size.equals(jpeg.size())) {
            throw new JpegException("the frame is a damaged JPEG: it has two sizes, " + jpeg.size() + " and " + size);
        }
        int divisor = 1;
        while (divisor < 8
                && ceil(size.width(), 2 * divisor) >= wanted.width()
                && ceil(size.height(), 2 * divisor) >= wanted.height()) {
            divisor *= 2;
        }
        Size scaled = new Size(ceil(size.width(), divisor), ceil(size.height(), divisor));
        List<Plane> planes = planes(DECODED, subsampling, scaled);
        setPlanes(planes);
        check(
                TurboJpeg.tjDecompressToYUVPlanes(
                        decompressor,
                        jpeg.bytes(),
                        length,
                        arguments.share(PLANES),
                        scaled.width(),
                        arguments.share(STRIDES),
                        scaled.height(),
                        0),
                decompressor);
        return new Picture(scaled, subsampling, null, planes);
    }

    /** Frees what is native; the handle must not be used again. */
    void destroy() {
        TurboJpeg.tjDestroy(compressor);
        TurboJpeg.tjDestroy(decompressor);
    }

    /** Takes planes that C can read as they are, and copies the others into the scratch memory, as they are wanted. */
    private Picture planar(Picture picture, Size size, Subsampling subsampling) {
        List<Plane> planes = new ArrayList<>();
        for (int plane = 0; plane < subsampling.planes(); plane++) {
            Plane source = picture.planes().get(plane);
            int width = subsampling.planeWidth(plane, size.width());
            int height = subsampling.planeHeight(plane, size.height());
            if (!source.isNativePlane(width, height)) {
                Plane target = Plane.packed(scratch(SCALED + plane, Math.multiplyExact(width, height)), width, height);
                source.averageInto(target);
                source = target;
            }
            planes.add(source);
        }
        return new Picture(size, subsampling, null, planes);
    }

    private List<Plane> planes(int index, Subsampling subsampling, Size size) {
        List<Plane> planes = new ArrayList<>();
        for (int plane = 0; plane < subsampling.planes(); plane++) {
            int width = subsampling.planeWidth(plane, size.width());
            int height = subsampling.planeHeight(plane, size.height());
            planes.add(Plane.packed(scratch(index + plane, Math.multiplyExact(width, height)), width, height));
        }
        return planes;
    }

    private ByteBuffer direct(Plane rgb) {
        if (rgb.data().isDirect()) {
            return rgb.data();
        }
        ByteBuffer copy = scratch(DECODED, rgb.data().limit());
        copy.put(0, rgb.data(), 0, rgb.data().limit());
        return copy;
    }

    private ByteBuffer scratch(int index, int size) {
        if (scratch[index].capacity() < size) {
            scratch[index] = ByteBuffer.allocateDirect(size);
        }
        return scratch[index];
    }

    private void setPlanes(List<Plane> planes) {
        for (int plane = 0; plane < planes.size(); plane++) {
            arguments.setPointer(
                    PLANES + (long) plane * Native.POINTER_SIZE,
                    address(planes.get(plane).data()));
            arguments.setInt(STRIDES + 4L * plane, planes.get(plane).stride());
        }
    }

    private static Pointer address(ByteBuffer buffer) {
        return Native.getDirectBufferPointer(buffer);
    }

    private static int maximumSize(Size size, Subsampling subsampling) {
        long bytes = TurboJpeg.tjBufSize(size.width(), size.height(), subsampling.turboJpegNumber())
                .longValue();
        if (bytes <= 0 || bytes > Integer.MAX_VALUE) {
            throw new JpegException("a picture of " + size + " is too large for a JPEG");
        }
        return (int) bytes;
    }

    private void setLong(int offset, long value) {
        if (Native.LONG_SIZE == 8) {
            arguments.setLong(offset, value);
        } else {
            arguments.setInt(offset, (int) value);
        }
    }

    private long getLong(int offset) {
        return Native.LONG_SIZE == 8 ? arguments.getLong(offset) : arguments.getInt(offset);
    }

    private static int ceil(int size, int divisor) {
        return (size + divisor - 1) / divisor;
    }

    private static void check(int result, Pointer handle) {
        if (result != 0 && TurboJpeg.tjGetErrorCode(handle) != TurboJpeg.WARNING) {
            throw new JpegException("libjpeg-turbo refused the frame: " + TurboJpeg.tjGetErrorStr2(handle));
        }
    }

    private static Pointer require(@Nullable Pointer handle) {
        if (handle == null) {
            throw new OutOfMemoryError("libjpeg-turbo has no memory for another handle");
        }
        return handle;
    }
}
