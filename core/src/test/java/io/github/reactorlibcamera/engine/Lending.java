package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.LeakDetection;
import io.github.reactorlibcamera.spi.BackendSession;
import java.lang.reflect.Proxy;

/** Lends slots to races, as the worker of a session would; there are no pixels behind them. Thread-bound to the worker. */
final class Lending {
    private static final BackendSession NO_DATA = (BackendSession) Proxy.newProxyInstance(
            Lending.class.getClassLoader(), new Class<?>[] {BackendSession.class}, (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
            });

    private Lending() {}

    /** Takes a free slot and lends it; returns its number. */
    static int lendSlot(SlotPool pool) {
        int slot = pool.takeFree();
        pool.completed(slot);
        pool.lend(slot, 1);
        return slot;
    }

    /** Takes the one slot of a pool and lends it; returns the delivery's number. */
    static int lendOnlySlot(SlotPool pool) {
        int slot = pool.takeFree();
        pool.completed(slot);
        return pool.lend(slot, 1);
    }

    /** Takes a free slot and lends it as a frame; the task is resumed when it comes home. */
    static LentFrame lendFrame(SlotPool pool, CaptureTask task) {
        int slot = pool.takeFree();
        pool.completed(slot);
        return LentFrame.lend(
                new OpenSession("", NO_DATA, pool, task, new CaptureCounters(), LeakDetection.OFF, false), slot);
    }
}
