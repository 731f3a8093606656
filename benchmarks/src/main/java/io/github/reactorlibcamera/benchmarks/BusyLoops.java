package io.github.reactorlibcamera.benchmarks;

/** Load: a thread per CPU that never rests. */
public final class BusyLoops implements AutoCloseable {
    private final int count = Runtime.getRuntime().availableProcessors();

    /** Read by the threads in each turn. */
    private volatile boolean closed;

    private BusyLoops() {}

    /** {@return load that has begun} */
    public static BusyLoops onEachCpu() {
        BusyLoops loops = new BusyLoops();
        for (int i = 0; i < loops.count; i++) {
            Thread thread = new Thread(loops::turn, "busy-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        return loops;
    }

    private void turn() {
        while (!closed) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public String toString() {
        return count + " busy loops";
    }
}
