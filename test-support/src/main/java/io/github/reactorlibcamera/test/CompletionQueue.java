package io.github.reactorlibcamera.test;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The slots that a session has completed and the engine has not polled, and the sleep of the one who waits for them: what the
 * ring in shared memory is to a real camera. Thread-safe: the camera's lock guards everything.
 */
final class CompletionQueue {
    private static final long TAKE_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Object lock;
    private final Deque<Integer> completed = new ArrayDeque<>();

    /** Completions so far, those that were polled, and those that an await has told of. */
    private long completions;

    private long polled;
    private long told;
    private boolean disconnected;
    private boolean toldOfDisconnect;
    private boolean woken;

    /** Who polls and who awaits, null as long as nobody did; and whether the latter is at it. */
    private @Nullable Thread poller;

    private @Nullable Thread awaiter;
    private boolean awaiting;

    CompletionQueue(Object lock) {
        this.lock = lock;
    }

    void add(int slot) {
        synchronized (lock) {
            completed.add(slot);
            completions++;
            lock.notifyAll();
        }
    }

    boolean contains(int slot) {
        synchronized (lock) {
            return completed.contains(slot);
        }
    }

    void clear() {
        synchronized (lock) {
            completed.clear();
            polled = completions;
        }
    }

    void disconnect() {
        synchronized (lock) {
            disconnected = true;
            lock.notifyAll();
        }
    }

    boolean isDisconnected() {
        synchronized (lock) {
            return disconnected;
        }
    }

    /** {@return the next slot, -1 if there is none} */
    int poll() {
        synchronized (lock) {
            poller = Thread.currentThread();
            Integer slot = completed.poll();
            if (slot == null) {
                return -1;
            }
            polled++;
            lock.notifyAll();
            return slot;
        }
    }

    void await() {
        boolean interrupted = false;
        synchronized (lock) {
            awaiter = Thread.currentThread();
            awaiting = true;
            lock.notifyAll();
            while (!hasNews()) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    interrupted = true; // a wait in native code does not end by it either
                }
            }
            awaiting = false;
            woken = false;
            told = completions;
            toldOfDisconnect = disconnected;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void wake() {
        synchronized (lock) {
            woken = true;
            lock.notifyAll();
        }
    }

    private boolean hasNews() {
        return woken || completions > Math.max(polled, told) || disconnected != toldOfDisconnect;
    }

    /**
     * Where the engine runs on a scheduler of the test's, another thread awaits the completions for it. The time must not go on
     * before that thread has told the engine of the last one, else virtual time would be over before the engine gets to run. The
     * limit is for an engine that does not come back, since it is at its end.
     *
     * @param running false once there is nothing to wait for any more; called with the lock
     */
    void awaitTaken(BooleanSupplier running) {
        long deadline = System.nanoTime() + TAKE_LIMIT_NANOS;
        synchronized (lock) {
            for (long left = TAKE_LIMIT_NANOS;
                    left > 0 && running.getAsBoolean() && isAwaitedByAnother() && !(awaiting && !hasNews());
                    left = deadline - System.nanoTime()) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(lock, left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    /** {@return true if who awaits is not the one who polls, as far as is known} */
    private boolean isAwaitedByAnother() {
        return awaiter == null || awaiter != poller;
    }
}
