package io.github.reactorlibcamera.jpeg;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The part of TurboJPEG's C API that is used here, under its own names; all of it is in 2.1 and in 3.x. A handle is thread-bound.
 *
 * <p>Loading this class throws a {@link LinkageError} where {@code libturbojpeg.so.0} is not installed.
 */
final class TurboJpeg {
    /** {@code TJFLAG_NOREALLOC}: the memory for the JPEG is ours, and large enough. */
    static final int NO_REALLOC = 1024;

    /** {@code TJERR_WARNING}: there is a picture all the same. */
    static final int WARNING = 0;

    static {
        Native.register(TurboJpeg.class, NativeLibrary.getInstance("libturbojpeg.so.0"));
    }

    private TurboJpeg() {}

    static native @Nullable Pointer tjInitCompress();

    static native @Nullable Pointer tjInitDecompress();

    static native int tjDestroy(Pointer handle);

    static native NativeLong tjBufSize(int width, int height, int subsampling);

    static native int tjCompress2(
            Pointer handle,
            Pointer pixels,
            int width,
            int pitch,
            int height,
            int pixelFormat,
            Pointer jpegBuffer,
            Pointer jpegSize,
            int subsampling,
            int quality,
            int flags);

    static native int tjCompressFromYUVPlanes(
            Pointer handle,
            Pointer planes,
            int width,
            Pointer strides,
            int height,
            int subsampling,
            Pointer jpegBuffer,
            Pointer jpegSize,
            int quality,
            int flags);

    static native int tjDecompressHeader3(
            Pointer handle,
            byte[] jpeg,
            NativeLong size,
            Pointer width,
            Pointer height,
            Pointer subsampling,
            Pointer colorspace);

    static native int tjDecompressToYUVPlanes(
            Pointer handle,
            byte[] jpeg,
            NativeLong size,
            Pointer planes,
            int width,
            Pointer strides,
            int height,
            int flags);

    static native String tjGetErrorStr2(Pointer handle);

    static native int tjGetErrorCode(Pointer handle);
}
