package io.github.reactorlibcamera.jna.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the process holds once garbage is collected.
 *
 * @param descriptors open files
 * @param threads of Java and of the camera
 * @param heapBytes in use
 */
record Resources(long descriptors, long threads, long heapBytes) {
    /** More than schedulers, compilers and collectors start by themselves, less than any leak by session adds up to. */
    private static final long SPARE_DESCRIPTORS = 20;

    private static final long SPARE_THREADS = 30;
    private static final long SPARE_HEAP_BYTES = 24L << 20;
    private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int NAP_MILLIS = 50;

    static Resources now() {
        System.gc();
        return new Resources(
                count("/proc/self/fd"),
                count("/proc/self/task"),
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }

    private static long count(String folder) {
        try (Stream<Path> entries = Files.list(Path.of(folder))) {
            return entries.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return what has grown since, null if nothing has; gives collectors time to work} */
    @Nullable
    String growth() throws InterruptedException {
        long end = System.nanoTime() + BOUND_NANOS;
        for (; ; ) {
            Resources now = now();
            if (now.descriptors <= descriptors + SPARE_DESCRIPTORS
                    && now.threads <= threads + SPARE_THREADS
                    && now.heapBytes <= heapBytes + SPARE_HEAP_BYTES) {
                return null;
            }
            if (System.nanoTime() > end) {
                return "the process has grown from " + this + " to " + now;
            }
            Thread.sleep(NAP_MILLIS);
        }
    }
}
