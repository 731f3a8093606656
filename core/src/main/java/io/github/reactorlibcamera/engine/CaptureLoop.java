package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureRecorder.SessionRecorder;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.RequestLease;
import io.github.reactorlibcamera.spi.BackendSession;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The step of the capture task: queues one request, processes one completed request. Every reason to do so or not is worked out
 * anew in every step; nothing is flagged.
 *
 * <p>Thread-bound to the session's worker, but for {@link #check}, {@link #submit} and {@link #giveBack}.
 */
final class CaptureLoop {
    /** Why a slot is queued. */
    private enum Purpose {
        /** The policy wanted one. */
        POLICY,
        /** With an element of the supplied settings. */
        SETTINGS,
        /** By the user, who is to get it however long it waits. */
        USER
    }

    private final EngineSession session;
    private final OpenSession open;
    private final BackendSession backend;
    private final SlotPool pool;
    private final CaptureCounters counters;
    private final CapturePolicy policy;
    private final int minQueued;
    private final @Nullable SettingsInlet settings;
    private final @Nullable DemandTimes demandTimes;
    private final @Nullable SessionRecorder recorder;
    private final SlotQueue waiting;
    private final Purpose[] purposes;

    /** Leases that the user has queued and the worker has not. Added to by anybody before a resume. */
    private final Queue<LeasedRequest> submitted = new ConcurrentLinkedQueue<>();

    private int queued;
    private int queuedWithSettings;

    /** The outlet of the step before. */
    private @Nullable Outlet<LentFrame, ?> served;

    CaptureLoop(
            EngineSession session,
            CaptureSpec spec,
            OpenSession open,
            @Nullable SettingsInlet settings,
            @Nullable SessionRecorder recorder) {
        this.session = session;
        this.open = open;
        this.backend = open.backend();
        this.pool = open.pool();
        this.counters = open.counters();
        this.policy = spec.policy();
        this.minQueued = spec.minQueued();
        this.settings = settings;
        this.demandTimes = spec.isCapturedAfterDemand() ? new DemandTimes() : null;
        this.recorder = recorder;
        this.waiting = new SlotQueue(pool.size());
        this.purposes = new Purpose[pool.size()];
    }

    // ---- by anybody

    void check(ControlList wanted) {
        backend.check(wanted);
    }

    int openFence(int fileDescriptor) {
        return backend.openFence(fileDescriptor);
    }

    void closeFence(int fence) {
        if (fence != LeasedRequest.NO_FENCE) {
            backend.closeFence(fence);
        }
    }

    void submit(LeasedRequest lease) {
        submitted.add(lease);
        if (session.isFinished()) {
            returnSubmitted(); // nobody else will
        }
        session.resumeTask();
    }

    void giveBack(int slot) {
        pool.giveBack(slot);
        session.resumeTask();
    }

    /** Gives back what nobody will queue any more. */
    void returnSubmitted() {
        for (LeasedRequest lease = submitted.poll(); lease != null; lease = submitted.poll()) {
            pool.giveBack(lease.slot());
            closeFence(lease.fence());
        }
    }

    // ---- on the worker

    /** {@return true if there may be more to do} */
    boolean step() {
        Outlet<LentFrame, ?> outlet = session.frames();
        if (outlet != served) {
            changeOutlet(outlet);
        }
        boolean more = queueRequest(outlet);
        return processRequest(outlet) || more;
    }

    /** {@return elements asked for and not handed out}; notes since when. */
    private long demand(@Nullable Outlet<LentFrame, ?> outlet) {
        if (outlet == null) {
            return 0;
        }
        long requested = outlet.requested();
        if (demandTimes != null && demandTimes.isNew(requested)) {
            demandTimes.seen(requested, System.nanoTime());
        }
        return requested == Long.MAX_VALUE ? Long.MAX_VALUE : requested - outlet.emitted();
    }

    /** The subscriber has left, or another has come. What was captured for demand of the one is nothing for the other. */
    private void changeOutlet(@Nullable Outlet<LentFrame, ?> next) {
        Outlet<LentFrame, ?> left = served;
        served = next;
        if (left == null) {
            return;
        }
        if (policy == CapturePolicy.DEMAND) {
            takeCompletions(null); // they are of before, and surplus
            for (int i = waiting.size(); i > 0; i--) {
                int slot = waiting.remove();
                if (purposes[slot] == Purpose.USER) {
                    waiting.add(slot);
                } else {
                    drop(slot, left);
                }
            }
        }
        if (demandTimes != null) {
            demandTimes.clear();
        }
    }

    /** A filled slot that nobody gets: shown to the subscriber's discard hook, and free again. */
    private void drop(int slot, @Nullable Outlet<LentFrame, ?> outlet) {
        counters.count(CaptureCounters.DROPPED);
        if (recorder != null) {
            recorder.dropped();
        }
        if (outlet == null || !outlet.mayHaveDiscardHook()) {
            pool.recycle(slot);
            return;
        }
        LentFrame frame = LentFrame.lendToDiscard(open, slot);
        try {
            outlet.discard(frame);
        } finally {
            frame.close();
        }
    }

    // ---- queueing

    /** Queues one request, or leases one out, if there is one and somebody wants it; true if it did. */
    private boolean queueRequest(@Nullable Outlet<LentFrame, ?> outlet) {
        LeasedRequest lease = submitted.poll();
        if (lease != null) {
            pool.submit(lease.slot());
            try {
                return queue(lease.slot(), Purpose.USER, lease.settings(), lease.fence());
            } finally {
                closeFence(lease.fence());
            }
        }
        Outlet<RequestLease, ?> leases = session.leaseOutlet();
        if (leases != null) {
            return leaseOut(leases);
        }
        if (waitingKeepsTheLastSlot(outlet)) {
            drop(waiting.remove(), outlet);
        }
        if (!pool.hasFree()) {
            return false;
        }
        long demand = demand(outlet);
        if (settings != null) {
            boolean wanted = policy != CapturePolicy.DEMAND || queuedWithSettings + waiting.size() < demand;
            ControlList next = wanted ? settings.poll() : null;
            if (next != null) {
                return queue(pool.takeFree(), Purpose.SETTINGS, next);
            }
            return queued < minQueued && queue(pool.takeFree(), Purpose.POLICY, ControlList.EMPTY);
        }
        boolean wanted = policy != CapturePolicy.DEMAND || queued + waiting.size() < demand || queued < minQueued;
        return wanted && queue(pool.takeFree(), Purpose.POLICY, ControlList.EMPTY);
    }

    private boolean leaseOut(Outlet<RequestLease, ?> leases) {
        if (leases.demand() == 0 || leases.isOver()) {
            return false;
        }
        int slot = pool.leaseFree();
        if (slot < 0) {
            return false;
        }
        LeasedRequest lease = new LeasedRequest(this, slot);
        if (!leases.emit(lease)) {
            lease.close();
        }
        return true;
    }

    private boolean queue(int slot, Purpose purpose, ControlList own) {
        return queue(slot, purpose, own, LeasedRequest.NO_FENCE);
    }

    private boolean queue(int slot, Purpose purpose, ControlList own, int fence) {
        ControlList all = session.standingControls().with(own);
        int result;
        try {
            if (fence != LeasedRequest.NO_FENCE) {
                result = backend.queueAfter(slot, all, fence);
            } else {
                result = all.isEmpty() ? backend.queue(slot) : backend.queue(slot, all);
            }
        } catch (IllegalArgumentException e) {
            pool.unqueue(slot);
            session.end(e);
            return false;
        }
        if (result != 0) {
            pool.unqueue(slot);
            session.refused(-result); // after a stop no news: the session has ended before
            return false;
        }
        purposes[slot] = purpose;
        queued++;
        if (purpose == Purpose.SETTINGS) {
            queuedWithSettings++;
        }
        return true;
    }

    /** Under LATEST: all others are lent, and the frame that waits keeps the camera from taking a newer one, which it could. */
    private boolean waitingKeepsTheLastSlot(@Nullable Outlet<LentFrame, ?> outlet) {
        return policy == CapturePolicy.LATEST
                && queued == 0
                && !waiting.isEmpty()
                && !mayEmit(outlet)
                && !pool.hasFree()
                && session.leaseOutlet() == null
                && (settings == null || settings.hasNext());
    }

    // ---- processing

    /**
     * Takes in what the camera completed, and emits one frame if there is demand. True if there is another frame and demand for
     * it, or a slot was recycled, or is to be, that may be queued.
     */
    private boolean processRequest(@Nullable Outlet<LentFrame, ?> outlet) {
        boolean recycled = takeCompletions(outlet);
        if (backend.isDisconnected()) {
            session.disconnected();
            return false;
        }
        if (waiting.isEmpty() || outlet == null || !mayEmit(outlet) || session.hasEnded()) {
            completeWithSettings();
            return recycled || waitingKeepsTheLastSlot(outlet);
        }
        emit(waiting.remove(), outlet);
        completeWithSettings();
        return recycled || (!waiting.isEmpty() && mayEmit(outlet));
    }

    private boolean mayEmit(@Nullable Outlet<LentFrame, ?> outlet) {
        return outlet != null && outlet.demand() != 0 && !outlet.isOver() && !session.isPaused();
    }

    /** Moves all completions to where they wait, under LATEST to the one waiting place; true if one was recycled. */
    private boolean takeCompletions(@Nullable Outlet<LentFrame, ?> outlet) {
        boolean recycled = false;
        for (int slot = backend.poll(); slot >= 0; slot = backend.poll()) {
            pool.completed(slot);
            queued--;
            if (purposes[slot] == Purpose.SETTINGS) {
                queuedWithSettings--;
            }
            counters.count(CaptureCounters.COMPLETED);
            if (isToRecycle(slot, outlet)) {
                pool.recycle(slot);
                recycled = true;
                continue;
            }
            if (policy == CapturePolicy.LATEST && !waiting.isEmpty()) {
                drop(waiting.remove(), outlet);
                recycled = true;
            }
            waiting.add(slot);
        }
        return recycled;
    }

    /** Nobody is to get this completion; counts why. */
    private boolean isToRecycle(int slot, @Nullable Outlet<LentFrame, ?> outlet) {
        if (!backend.isGood(slot)) {
            counters.count(CaptureCounters.FAILED);
            counters.failedSequence(backend.sequence(slot, 0));
            if (recorder != null) {
                recorder.failed();
            }
            return true;
        }
        long lost = counters.sequence(backend.sequence(slot, 0));
        if (lost > 0 && recorder != null) {
            recorder.lost(lost);
        }
        if (policy != CapturePolicy.DEMAND || purposes[slot] == Purpose.USER) {
            return false;
        }
        if (outlet == null
                || waiting.size() >= demand(outlet)
                || (settings != null && purposes[slot] != Purpose.SETTINGS)) {
            counters.count(CaptureCounters.SURPLUS);
        } else if (isStale(slot, outlet)) {
            counters.count(CaptureCounters.STALE);
        } else {
            return false;
        }
        if (recorder != null) {
            recorder.stale();
        }
        return true;
    }

    /** Taken before the demand that it would answer. */
    private boolean isStale(int slot, Outlet<LentFrame, ?> outlet) {
        if (demandTimes == null) {
            return false;
        }
        long capturedAt = backend.capturedAt(slot);
        if (capturedAt == 0) {
            session.end(new CameraException(
                    "capturedAfterDemand() needs timestamps, and camera " + open.cameraId()
                            + " gives none, or on a clock that is neither CLOCK_MONOTONIC nor CLOCK_BOOTTIME",
                    open.cameraId(),
                    0));
            return true;
        }
        return capturedAt - demandTimes.since(outlet.emitted() + waiting.size()) < 0;
    }

    private void emit(int slot, Outlet<LentFrame, ?> outlet) {
        counters.count(CaptureCounters.DELIVERED);
        if (recorder != null) {
            long capturedAt = backend.capturedAt(slot);
            recorder.delivered(System.nanoTime() - (capturedAt == 0 ? backend.completedAt(slot) : capturedAt));
        }
        LentFrame frame = LentFrame.lend(open, slot);
        boolean taken = false;
        try {
            taken = outlet.emit(frame);
        } finally {
            if (!taken) {
                frame.close();
            }
        }
    }

    /** All settings were used, and what was captured with them is delivered. */
    private void completeWithSettings() {
        if (settings != null && queuedWithSettings == 0 && waiting.isEmpty() && settings.isExhausted()) {
            session.end(null);
        }
    }

    /** The camera is released: brings every slot home that is neither lent nor leased. */
    void end() {
        takeCompletionsAfterTheEnd();
        while (!waiting.isEmpty()) {
            drop(waiting.remove(), served);
        }
        for (int slot = 0; slot < pool.size(); slot++) {
            if (pool.place(slot) == SlotPool.QUEUED) {
                pool.abandon(slot);
            }
        }
        served = null;
    }

    private void takeCompletionsAfterTheEnd() {
        for (int slot = backend.poll(); slot >= 0; slot = backend.poll()) {
            pool.completed(slot);
            pool.recycle(slot);
        }
    }

    /** The camera has requests to complete, and the worker waits for that. Any thread. */
    boolean isCapturing() {
        return open.task().isAtRest() && pool.count(SlotPool.QUEUED) > 0;
    }

    /** All slots are with the user while frames are asked for. Any thread; exact only while nothing moves. */
    boolean isStarved() {
        Outlet<LentFrame, ?> outlet = session.frames();
        return outlet != null
                && mayEmit(outlet)
                && pool.count(SlotPool.LENT) + pool.count(SlotPool.LEASED) == pool.size();
    }

    /** {@return how often something went on; grows as long as the camera works} Any thread. */
    long progress() {
        return counters.get(CaptureCounters.COMPLETED);
    }
}
