package io.github.reactorlibcamera.jpeg;

import io.github.reactorlibcamera.Size;
import java.lang.ref.Cleaner;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;

/** Encodes with libjpeg-turbo. Keeps as many native handles for later as there are processors. */
final class TurboJpegEncoder extends AbstractEncoder {
    private static final Cleaner CLEANER = Cleaner.create();

    private final BlockingQueue<TurboJpegHandle> idle =
            new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

    @SuppressWarnings("this-escape") // the cleaner sees the encoder only once it is unreachable
    TurboJpegEncoder() {
        release(new TurboJpegHandle(), idle);
        // The local copy keeps the encoder itself out of the action.
        BlockingQueue<TurboJpegHandle> handles = idle;
        CLEANER.register(this, () -> handles.forEach(TurboJpegHandle::destroy));
    }

    @Override
    public String name() {
        return "libjpeg-turbo";
    }

    @Override
    byte[] compress(Picture picture, Size size, Subsampling subsampling, int quality) {
        return withHandle(handle -> handle.compress(picture, size, subsampling, quality));
    }

    @Override
    byte[] recompress(CompleteJpeg jpeg, Size size, JpegOptions options) {
        return withHandle(handle -> {
            Picture picture = handle.decompress(jpeg, size);
            return handle.compress(picture, size, options.subsamplingOf(picture), options.quality());
        });
    }

    /** Never waits for a handle: a caller above the bound makes one that does not outlive the call. */
    private byte[] withHandle(Function<TurboJpegHandle, byte[]> work) {
        TurboJpegHandle pooled = idle.poll();
        TurboJpegHandle handle = pooled != null ? pooled : new TurboJpegHandle();
        try {
            return work.apply(handle);
        } finally {
            release(handle, idle);
        }
    }

    private static void release(TurboJpegHandle handle, BlockingQueue<TurboJpegHandle> idle) {
        if (!idle.offer(handle)) {
            handle.destroy();
        }
    }
}
