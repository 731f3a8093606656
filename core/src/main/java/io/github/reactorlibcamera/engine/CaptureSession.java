package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.CameraDisconnectedException;
import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.CaptureStatistics;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.spi.BackendSession;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * One subscription to a camera's frames, from acquire to release.
 *
 * <p>Three threads meet here. Anybody may {@link #request} and {@link #cancel}, and close frames. The <em>worker</em> runs
 * {@link #step} and is the only one to signal the subscriber. The camera's <em>control thread</em> runs {@link #open} and
 * {@link #close}. The first of cancel, error and the manager's end wins {@link #ended}; from then on no step does anything, the
 * control thread releases the camera, and then the worker runs {@link #finish}, which brings the slots home and sends the
 * terminal signal.
 */
final class CaptureSession implements Subscription {
    private static final Logger LOGGER = Loggers.getLogger(CaptureSession.class);
    private static final int EACCES = 13;
    private static final int ENODEV = 19;

    private static final AtomicLongFieldUpdater<CaptureSession> REQUESTED =
            AtomicLongFieldUpdater.newUpdater(CaptureSession.class, "requested");
    private static final AtomicIntegerFieldUpdater<CaptureSession> ENDED =
            AtomicIntegerFieldUpdater.newUpdater(CaptureSession.class, "ended");

    private final EngineCamera camera;
    private final CaptureSpec spec;
    private final CoreSubscriber<? super Frame> actual;
    private final CaptureTask task = new CaptureTask(this::step);
    private final CaptureCounters counters = new CaptureCounters();

    /** All demand so far. Raised by anybody before a resume, read by the worker. */
    private volatile long requested;

    /** Frames handed to onNext. Thread-bound to the worker. */
    private long emitted;

    /** Slots queued in the camera. Thread-bound to the worker. */
    private int queued;

    /** 1 once the session's end has begun. Won by compare-and-set by any thread; read by the worker before every signal. */
    private volatile int ended;

    /** True once the subscriber wants no terminal signal. Written by anybody before `ended`, read by the worker after it. */
    private volatile boolean cancelled;

    /**
     * Why it ended, null if by cancel. Written by the winner of `ended` before it hands over to the control thread, which hands
     * over to the worker.
     */
    private @Nullable Throwable cause;

    /** Set by the control thread before it starts the task, which publishes it to the worker; volatile for statistics. */
    private volatile @Nullable Running running;

    private record Running(EngineCamera.Acquired acquired, OpenSession open, SlotQueue waiting, CaptureWorker worker) {}

    CaptureSession(EngineCamera camera, CaptureSpec spec, CoreSubscriber<? super Frame> actual) {
        this.camera = camera;
        this.spec = spec;
        this.actual = actual;
    }

    @Override
    public void request(long n) {
        if (n > 0) {
            Operators.addCap(REQUESTED, this, n);
            task.resume();
        } else {
            end(new IllegalArgumentException(
                    "request(" + n + "): demand must be positive (Reactive Streams, rule 3.9)"));
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        end(null);
    }

    /** Begins the end, once. The camera is released on its control thread, then the terminal signal is sent by the worker. */
    private void end(@Nullable Throwable why) {
        if (ENDED.compareAndSet(this, 0, 1)) {
            cause = why;
            camera.onControlThread(this::close);
        }
    }

    // ---- on the control thread

    /** Acquires, configures and starts the camera, and lets the task run. */
    void open() {
        if (ended != 0) {
            return;
        }
        EngineCamera.Acquired acquired = null;
        try {
            acquired = camera.acquire(this);
            BackendSession backend = acquired.camera().configure(spec);
            SlotPool pool = new SlotPool(backend.slotCount());
            if (spec.policy() == CapturePolicy.LATEST && pool.size() < 2) {
                throw new CameraException("LATEST needs at least 2 buffers, and the camera has 1", camera.id(), 0);
            }
            backend.start();
            CaptureWorker worker = new CaptureWorker("camera " + camera.id(), backend, task);
            running = new Running(acquired, new OpenSession(backend, pool, task), new SlotQueue(pool.size()), worker);
            worker.start();
            task.start(worker);
        } catch (Throwable e) {
            if (acquired != null) {
                acquired.release();
            }
            if (ENDED.compareAndSet(this, 0, 1)) {
                camera.signal(() -> actual.onError(e)); // no worker, and so no onNext that this could overtake
            }
        }
    }

    /** Ends the session on behalf of its manager. */
    void terminate(Throwable why) {
        if (ENDED.compareAndSet(this, 0, 1)) {
            cause = why;
        }
        close();
    }

    /** Stops and releases the camera; the rest is the worker's. A worker that is stuck in onNext holds up nothing here. */
    private void close() {
        Running current = running;
        if (current == null) {
            Throwable why = cause;
            cause = null;
            if (why != null && !cancelled) {
                camera.signal(() -> actual.onError(why)); // it ended before it was open
            }
            return;
        }
        if (!current.acquired().isHeld()) {
            return;
        }
        try {
            current.open().backend().stop();
        } catch (RuntimeException e) {
            LOGGER.warn("camera {} did not stop cleanly", camera.id(), e);
        }
        current.acquired().release();
        current.worker().schedule(() -> finish(current));
    }

    // ---- on the worker

    /** One step of the protocol: queue one request, process one completed request; true if either says there may be more. */
    private boolean step() {
        Running current = running;
        if (ended != 0 || current == null) {
            return false;
        }
        try {
            boolean more = queueRequest(current);
            return processRequest(current) || more;
        } catch (RuntimeException e) { // a bug of ours or of the backend's: better told than a stream that stands still
            end(e);
            return false;
        }
    }

    private long demand() {
        long all = requested;
        return all == Long.MAX_VALUE ? Long.MAX_VALUE : all - emitted;
    }

    /** Queues one free slot if the policy wants one queued; true if it did. */
    private boolean queueRequest(Running current) {
        SlotPool pool = current.open().pool();
        if (spec.policy() == CapturePolicy.DEMAND) {
            if (queued + current.waiting().size() >= demand()) {
                return false;
            }
        } else if (waitingKeepsTheLastSlot(current)) {
            pool.recycle(current.waiting().remove());
            counters.countDropped();
        }
        int slot = pool.takeFree();
        if (slot < 0) {
            return false;
        }
        int result = current.open().backend().queue(slot);
        if (result != 0) {
            pool.unqueue(slot);
            refused(-result);
            return false;
        }
        queued++;
        return true;
    }

    /** Under LATEST: all others are lent, and the frame that waits would keep the camera from taking a newer one. */
    private boolean waitingKeepsTheLastSlot(Running current) {
        return spec.policy() == CapturePolicy.LATEST
                && queued == 0
                && !current.waiting().isEmpty()
                && demand() == 0
                && !current.open().pool().hasFree();
    }

    private void refused(int errno) {
        if (errno == ENODEV) {
            end(disconnected());
        } else if (errno != EACCES || ended == 0) {
            end(new CameraException("the camera refused a request, error " + errno, camera.id(), errno));
        }
    }

    /**
     * Takes in what the camera completed, and emits one frame if there is demand. True if there is another frame and demand for
     * it, or a slot was recycled, or is to be, that may be queued.
     */
    private boolean processRequest(Running current) {
        boolean recycled = takeCompletions(current);
        if (current.open().backend().isDisconnected()) {
            end(disconnected());
            return false;
        }
        if (current.waiting().isEmpty() || demand() == 0 || ended != 0) {
            return recycled || waitingKeepsTheLastSlot(current);
        }
        emit(current);
        return recycled || (!current.waiting().isEmpty() && demand() != 0);
    }

    /** Moves all completions to the waiting place, under LATEST the newest only; true if one was recycled. */
    private boolean takeCompletions(Running current) {
        BackendSession backend = current.open().backend();
        SlotPool pool = current.open().pool();
        SlotQueue waiting = current.waiting();
        boolean recycled = false;
        for (int slot = backend.poll(); slot >= 0; slot = backend.poll()) {
            pool.completed(slot);
            queued--;
            if (!backend.isGood(slot)) {
                pool.recycle(slot);
                counters.countFailed();
                recycled = true;
                continue;
            }
            counters.sequence(backend.sequence(slot));
            if (spec.policy() == CapturePolicy.LATEST && !waiting.isEmpty()) {
                pool.recycle(waiting.remove());
                counters.countDropped();
                recycled = true;
            }
            waiting.add(slot);
        }
        return recycled;
    }

    private void emit(Running current) {
        int slot = current.waiting().remove();
        Frame frame = new LentFrame(current.open(), slot, current.open().pool().lend(slot));
        emitted++;
        counters.countDelivered();
        try {
            actual.onNext(frame);
        } catch (Throwable e) { // against rule 2.13: the subscriber gets no further signal
            frame.close();
            cancel();
            Operators.onErrorDropped(e, actual.currentContext());
        }
    }

    /** The last thing the worker does: brings home what is not lent, and sends the terminal signal. */
    private void finish(Running current) {
        task.stop();
        SlotPool pool = current.open().pool();
        for (int slot = 0; slot < pool.size(); slot++) {
            if (pool.place(slot) == SlotPool.QUEUED) {
                pool.unqueue(slot);
            } else if (pool.place(slot) == SlotPool.WAITING) {
                pool.recycle(slot);
            }
        }
        current.worker().dispose();
        Throwable why = cause;
        if (why != null && !cancelled) {
            actual.onError(why);
        }
    }

    private CameraDisconnectedException disconnected() {
        return new CameraDisconnectedException("camera " + camera.id() + " is gone", camera.id(), ENODEV);
    }

    // ---- by anybody

    CaptureStatistics statistics(long sessions) {
        Running current = running;
        if (current == null) {
            return new CaptureStatistics(sessions, false, 0, 0, 0, 0, 0, 0, 0, 0);
        }
        SlotPool pool = current.open().pool();
        return new CaptureStatistics(
                sessions,
                current.acquired().isHeld(),
                counters.delivered(),
                counters.dropped(),
                counters.failed(),
                counters.lost(),
                pool.count(SlotPool.FREE),
                pool.count(SlotPool.QUEUED),
                pool.count(SlotPool.WAITING),
                pool.count(SlotPool.LENT));
    }
}
