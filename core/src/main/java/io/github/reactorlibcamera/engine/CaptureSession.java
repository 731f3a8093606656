package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.CameraDisconnectedException;
import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.CaptureStatistics;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.spi.BackendCamera;
import io.github.reactorlibcamera.spi.BackendSession;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * One subscription to a camera's frames, from acquire to release.
 *
 * <p>Three threads meet here. Anybody may {@link #request} and {@link #cancel}, and close frames. The <em>worker</em> runs
 * {@link #step} and is the only one to signal the subscriber. The camera's <em>control thread</em> runs {@link #open} and
 * {@link #close}. The first of cancel, error and the manager's end sets {@link #end}; from then on no step does anything, the
 * control thread releases the camera, and then the worker runs {@link #finish}, which brings the slots home and sends the
 * terminal signal. A session that ends before it has a worker sends it from a thread of Reactor's.
 */
final class CaptureSession implements Subscription {
    private static final Logger LOGGER = Loggers.getLogger(CaptureSession.class);
    private static final int ENODEV = 19;

    /** The {@link #end} that wants no terminal signal. */
    private static final Object CANCELLED = new Object();

    private static final AtomicLongFieldUpdater<CaptureSession> REQUESTED =
            AtomicLongFieldUpdater.newUpdater(CaptureSession.class, "requested");
    private static final AtomicReferenceFieldUpdater<CaptureSession, Object> END =
            AtomicReferenceFieldUpdater.newUpdater(CaptureSession.class, Object.class, "end");

    private final CameraControl control;
    private final String cameraId;
    private final CaptureSpec spec;
    private final CaptureTask task = new CaptureTask(this::step);
    private final CaptureCounters counters = new CaptureCounters();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Dropped with the terminal signal, as rule 3.13 asks. Thread-bound to the one who may signal. */
    private @Nullable CoreSubscriber<? super Frame> actual;

    /** All demand so far. Raised by anybody before a resume, read by the worker. */
    private volatile long requested;

    /** Frames handed to onNext. Thread-bound to the worker. */
    private long emitted;

    /** Slots queued in the camera. Thread-bound to the worker. */
    private int queued;

    /**
     * Null while the session lives, then why it ended: {@link #CANCELLED} or the error. Set once, by compare-and-set, by any
     * thread; read by the worker before every signal.
     */
    private volatile @Nullable Object end;

    /** True once onSubscribe has returned; by the subscribing thread, before it hands over to the control thread. */
    private volatile boolean subscribed;

    /** True once the subscriber wants no terminal signal, also if an error came first. By anybody, before `end`. */
    private volatile boolean cancelled;

    /** Set by the control thread before it starts the task, which publishes it to the worker; null again after the end. */
    private volatile @Nullable Running running;

    /** What is left of {@link #running} for statistics; by the control thread. */
    private volatile @Nullable SlotPool pool;

    /** True while the camera is acquired and running; by the control thread, for statistics. */
    private volatile boolean started;

    private record Running(BackendCamera camera, OpenSession open, SlotQueue waiting, CaptureWorker worker) {}

    CaptureSession(CameraControl control, String cameraId, CaptureSpec spec, CoreSubscriber<? super Frame> actual) {
        this.control = control;
        this.cameraId = cameraId;
        this.spec = spec;
        this.actual = actual;
    }

    // ---- by anybody

    /** Called once, after onSubscribe has returned. */
    void subscribed() {
        subscribed = true;
        if (!control.execute(this::open)) {
            terminate(control.closedError());
        }
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
        end(CANCELLED);
    }

    /** Begins the end, once. The camera is released on its control thread, then the terminal signal is sent by the worker. */
    private void end(Object why) {
        // Before onSubscribe has returned nothing is queued: open() will find the end. If the manager has closed, its
        // end
        // of the session is queued already, or open() is, which finds the end as well.
        if (END.compareAndSet(this, null, why) && subscribed) {
            control.execute(this::close);
        }
    }

    // ---- on the control thread

    /** Acquires, configures and starts the camera, and lets the task run. */
    private void open() {
        if (end != null) {
            close();
            return;
        }
        BackendCamera camera = null;
        try {
            camera = control.acquire(this, cameraId);
            BackendSession backend = camera.configure(spec);
            SlotPool slots = new SlotPool(backend.slotCount());
            if (spec.policy() == CapturePolicy.LATEST && slots.size() < 2) {
                throw new CameraException("LATEST needs at least 2 buffers, and the camera has 1", cameraId, 0);
            }
            pool = slots;
            backend.start();
            CaptureWorker worker = new CaptureWorker("camera " + cameraId, backend, task, this::end);
            worker.start();
            started = true;
            running = new Running(camera, new OpenSession(backend, slots, task), new SlotQueue(slots.size()), worker);
            task.start(worker);
        } catch (Throwable e) {
            if (camera != null) {
                release(camera);
            }
            END.compareAndSet(this, null, e);
            close();
        }
    }

    /** Ends the session on behalf of its manager; on the control thread, or when that takes no more work. */
    void terminate(Throwable why) {
        END.compareAndSet(this, null, why);
        close();
    }

    /** Stops and releases the camera, once; the rest is the worker's. A worker that is stuck in onNext holds up nothing here. */
    private void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Running current = running;
        if (current == null) {
            Schedulers.boundedElastic().schedule(this::signalEnd);
            return;
        }
        try {
            current.open().backend().stop();
        } catch (Throwable e) {
            LOGGER.warn("camera {} did not stop cleanly", cameraId, e);
        }
        release(current.camera());
        current.worker().schedule(() -> finish(current));
    }

    private void release(BackendCamera camera) {
        try {
            camera.close();
        } catch (Throwable e) {
            LOGGER.warn("camera {} was not released cleanly", cameraId, e);
        } finally {
            started = false;
            control.released();
        }
    }

    // ---- on the worker

    /** One step of the protocol: queue one request, process one completed request; true if either says there may be more. */
    private boolean step() {
        Running current = running;
        if (end != null || current == null) {
            return false;
        }
        try {
            boolean more = queueRequest(current);
            return processRequest(current) || more;
        } catch (Throwable e) { // a bug of ours or of the backend's: better told than a stream that stands still
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
            end(refused(-result)); // -EACCES after a stop is no news: the session has ended before
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

    private CameraException refused(int errno) {
        return errno == ENODEV
                ? disconnected()
                : new CameraException("the camera refused a request, error " + errno, cameraId, errno);
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
        if (current.waiting().isEmpty() || demand() == 0 || end != null) {
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
        CoreSubscriber<? super Frame> subscriber = Objects.requireNonNull(actual);
        int slot = current.waiting().remove();
        Frame frame = new LentFrame(current.open(), slot, current.open().pool().lend(slot));
        emitted++;
        counters.countDelivered();
        try {
            subscriber.onNext(frame);
        } catch (Throwable e) { // against rule 2.13: the subscriber gets no further signal
            frame.close();
            cancel();
            Operators.onErrorDropped(e, subscriber.currentContext());
        }
    }

    /** The last thing the worker does: brings home what is not lent, and sends the terminal signal. */
    private void finish(Running current) {
        task.stop();
        SlotPool slots = current.open().pool();
        for (int slot = 0; slot < slots.size(); slot++) {
            if (slots.place(slot) == SlotPool.QUEUED) {
                slots.unqueue(slot);
            } else if (slots.place(slot) == SlotPool.WAITING) {
                slots.recycle(slot);
            }
        }
        running = null;
        current.worker().dispose();
        signalEnd();
    }

    private void signalEnd() {
        CoreSubscriber<? super Frame> subscriber = actual;
        actual = null;
        if (subscriber != null && !cancelled && end instanceof Throwable why) {
            subscriber.onError(why);
        }
    }

    private CameraDisconnectedException disconnected() {
        return new CameraDisconnectedException("camera " + cameraId + " is gone", cameraId, ENODEV);
    }

    // ---- by anybody

    CaptureStatistics statistics(long sessions) {
        SlotPool slots = pool;
        return new CaptureStatistics(
                sessions,
                started,
                counters.delivered(),
                counters.dropped(),
                counters.failed(),
                counters.lost(),
                slots == null ? 0 : slots.count(SlotPool.FREE),
                slots == null ? 0 : slots.count(SlotPool.QUEUED),
                slots == null ? 0 : slots.count(SlotPool.WAITING),
                slots == null ? 0 : slots.count(SlotPool.LENT));
    }
}
