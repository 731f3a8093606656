package io.github.reactorlibcamera.jna.soak;

import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The other threads of a lane: those that close, ask and cancel beside the source's own. Thread-safe. */
final class Helpers implements AutoCloseable {
    private static final int IDLE_SECONDS = 5;
    private static final int NAP_NANOS = 300_000;
    private static final int IDLE = 100;

    /** A handle to be closed by the closing thread. */
    private record Handed(LentFrames frames, Object handle) {}

    private final ExecutorService threads;
    private final Scheduler elastic;
    private final Queue<Handed> handed = new ConcurrentLinkedQueue<>();
    private final Thread closing;

    /** True while the closing thread sleeps, or is about to. By that thread; read after something was handed. */
    private volatile boolean asleep;

    private volatile boolean closed;

    Helpers(String lane) {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE, // some wait for each other
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> daemon(task, "soak-helper-" + lane + "-" + number.incrementAndGet()));
        elastic = Schedulers.newBoundedElastic(2, Integer.MAX_VALUE, "soak-elastic-" + lane);
        closing = daemon(this::closeHanded, "soak-closer-" + lane);
        closing.start();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** {@return a user's scheduler for sessions} */
    Scheduler elastic() {
        return elastic;
    }

    /** Runs it elsewhere, soon. */
    void run(Runnable task) {
        threads.execute(task);
    }

    /** Runs it on two threads at once, and waits for both. */
    void twice(Runnable task) throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(2);
        CountDownLatch done = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            run(() -> {
                ready.countDown();
                while (ready.getCount() > 0) {
                    Thread.onSpinWait();
                }
                try {
                    task.run();
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
    }

    /** Has it closed by the closing thread, after a random time. */
    void close(LentFrames frames, Object handle) {
        handed.add(new Handed(frames, handle));
        if (asleep) {
            LockSupport.unpark(closing);
        }
    }

    private void closeHanded() {
        SplittableRandom random = new SplittableRandom(closing.getName().hashCode());
        for (int idle = 0; !closed; idle++) {
            for (Handed next = handed.poll(); next != null; next = handed.poll()) {
                next.frames().close(next.handle());
                idle = 0;
            }
            if (idle > IDLE) {
                sleep();
            } else if (random.nextBoolean()) {
                LockSupport.parkNanos(random.nextInt(NAP_NANOS));
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private void sleep() {
        asleep = true;
        if (handed.isEmpty() && !closed) {
            LockSupport.park(this);
        }
        asleep = false;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(closing);
        threads.shutdown();
        elastic.dispose();
    }
}
