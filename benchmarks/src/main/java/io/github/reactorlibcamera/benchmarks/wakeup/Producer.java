package io.github.reactorlibcamera.benchmarks.wakeup;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The functions of {@code benchmarks/wake-up/producer.c}. */
final class Producer {
    private Producer() {}

    static void load(Path library) {
        Native.register(Producer.class, library.toString());
    }

    /** Called on the producer's thread. */
    interface Completed extends Callback {
        void invoke(long completedNanos);
    }

    static native @Nullable Pointer producer_start(long periodNanos, @Nullable Completed completed);

    static native long producer_wait(Pointer producer, int seen);

    static native int producer_completions(Pointer producer);

    static native void producer_end(Pointer producer);

    static native void producer_free(Pointer producer);
}
