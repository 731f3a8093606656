package io.github.reactorlibcamera.test;

import io.github.reactorlibcamera.CameraConfiguration;
import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.ControlInfo;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.spi.BackendSession;
import io.github.reactorlibcamera.spi.SlotMapping;
import io.github.reactorlibcamera.test.ScriptedCamera.Call;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/** The slots of a {@link ScriptedCamera}. Thread-safe: its camera's lock guards everything. */
final class ScriptedSlots implements BackendSession, ScriptedSession {
    private static final int EACCES = 13;
    private static final int EBUSY = 16;
    private static final int ENODEV = 19;
    private static final int REMEMBERED = 1_000;

    private final ScriptedCamera camera;
    private final ScriptedBackend backend;
    private final CameraConfiguration configuration;
    private final List<FrameLayout> layouts;
    private final Object lock;
    private final Slot[] slots;
    private final Deque<Slot> queued = new ArrayDeque<>();
    private final CompletionQueue completed;
    private final Deque<ControlList> settings = new ArrayDeque<>();
    private final Disposable.Swap frames = Disposables.swap();
    private long nextSequence;
    private int maxQueued;
    private boolean running;

    /** A request, and what came of it. */
    private static final class Slot {
        final int number;
        final List<ByteBuffer> memory;
        ControlList settings = ControlList.EMPTY;
        boolean good;
        long sequence;
        long capturedAt;
        long completedAt;

        Slot(int number, List<FrameLayout> layouts) {
            this.number = number;
            this.memory = layouts.stream()
                    .map(layout -> ByteBuffer.allocateDirect(layout.frameSize()))
                    .toList();
        }
    }

    ScriptedSlots(
            ScriptedCamera camera,
            ScriptedBackend backend,
            CameraConfiguration configuration,
            List<FrameLayout> layouts) {
        this.camera = camera;
        this.backend = backend;
        this.configuration = configuration;
        this.layouts = layouts;
        this.lock = camera.lock();
        this.completed = new CompletionQueue(lock);
        this.slots = new Slot[configuration.bufferCount()];
        for (int slot = 0; slot < slots.length; slot++) {
            slots[slot] = new Slot(slot, layouts);
        }
    }

    // ---- by the test, and by the camera

    @Override
    public boolean complete() {
        return complete(true);
    }

    @Override
    public boolean complete(boolean good) {
        synchronized (lock) {
            if (queued.isEmpty() || camera.faults().stalls(queued.size())) {
                return false;
            }
            Slot slot = queued.remove();
            slot.good = camera.faults().nextIsGood() && good;
            nextSequence += camera.faults().takeGap();
            slot.sequence = nextSequence++;
            slot.completedAt = backend.clock().getAsLong();
            long age = camera.faults().takeAge();
            slot.capturedAt = camera.faults().untimed ? 0 : slot.completedAt - age;
            for (ByteBuffer memory : slot.memory) {
                backend.pictures().accept(memory.duplicate(), slot.sequence);
            }
            if (settings.size() == REMEMBERED) {
                settings.remove();
            }
            settings.add(slot.settings);
            completed.add(slot.number);
            return true;
        }
    }

    @Override
    public void completeTwice() {
        synchronized (lock) {
            Slot slot = queued.peek();
            if (slot != null && complete()) {
                completed.add(slot.number);
            }
        }
    }

    /** Completes what may complete by itself. */
    void settle() {
        synchronized (lock) {
            if (backend.pace().automatic() && running) {
                while (complete()) {
                    // the next one
                }
            }
        }
    }

    /** One frame duration is over. */
    private void tick() {
        synchronized (lock) {
            if (running && complete()) {
                completed.awaitTaken(() -> running);
            }
        }
    }

    void disconnect() {
        completed.disconnect();
    }

    @Override
    public int queuedNow() {
        synchronized (lock) {
            return queued.size();
        }
    }

    @Override
    public int maxQueued() {
        synchronized (lock) {
            return maxQueued;
        }
    }

    @Override
    public boolean isRunning() {
        synchronized (lock) {
            return running;
        }
    }

    @Override
    public List<ControlList> settings() {
        synchronized (lock) {
            return List.copyOf(settings);
        }
    }

    // ---- by the engine

    @Override
    public CameraConfiguration configuration() {
        return configuration;
    }

    @Override
    public int slotCount() {
        return slots.length;
    }

    @Override
    public void start() {
        camera.called(Call.START);
        synchronized (lock) {
            completed.clear();
            running = true;
            lock.notifyAll();
        }
        Scheduler scheduler = backend.pace().scheduler();
        if (scheduler != null) { // without the lock: virtual time may run other tasks here
            long period = backend.pace().frameDuration().toNanos();
            frames.replace(scheduler.schedulePeriodically(this::tick, period, period, TimeUnit.NANOSECONDS));
        }
    }

    @Override
    public void stop() {
        refuse();
        try {
            camera.called(Call.STOP);
        } finally {
            giveBack();
        }
    }

    private void refuse() {
        synchronized (lock) {
            running = false;
            lock.notifyAll();
        }
        frames.dispose();
    }

    /** The requests that are queued come back cancelled. */
    private void giveBack() {
        synchronized (lock) {
            while (!queued.isEmpty() && !camera.faults().keeping) {
                Slot slot = queued.remove();
                slot.good = false;
                completed.add(slot.number);
            }
        }
    }

    /** The camera is given back, stopped or not. */
    void released() {
        refuse();
        giveBack();
    }

    @Override
    public int queue(int slot) {
        return enqueue(slot, ControlList.EMPTY);
    }

    @Override
    public int queue(int slot, ControlList wanted) {
        check(wanted);
        return enqueue(slot, wanted);
    }

    private int enqueue(int number, ControlList wanted) {
        try {
            camera.called(Call.QUEUE);
        } catch (CameraException e) {
            return -e.errno();
        }
        synchronized (lock) {
            Slot slot = slots[number];
            if (completed.isDisconnected()) {
                return -ENODEV;
            }
            if (!running) {
                return -EACCES;
            }
            if (queued.contains(slot) || completed.contains(number)) {
                return -EBUSY;
            }
            slot.settings = wanted;
            queued.add(slot);
            maxQueued = Math.max(maxQueued, queued.size());
            lock.notifyAll();
            settle();
            return 0;
        }
    }

    @Override
    public List<ControlInfo> controls() {
        return backend.controlInfos();
    }

    @Override
    public void check(ControlList wanted) {
        Map<String, Class<?>> known = backend.controls();
        wanted.asMap().forEach((name, value) -> {
            Class<?> type = known.get(name);
            if (type == null) {
                throw new IllegalArgumentException("camera " + camera.id() + " has no control " + name + "; it has "
                        + known.keySet().stream().sorted().toList());
            }
            if (!type.isInstance(value)) {
                throw new IllegalArgumentException("the control " + name + " is of type " + type.getSimpleName()
                        + ", not " + value.getClass().getSimpleName());
            }
        });
    }

    @Override
    public int poll() {
        return completed.poll();
    }

    @Override
    public boolean isDisconnected() {
        return completed.isDisconnected();
    }

    @Override
    public void await() {
        completed.await();
    }

    @Override
    public void wake() {
        completed.wake();
    }

    @Override
    public boolean isGood(int slot) {
        synchronized (lock) {
            return slots[slot].good;
        }
    }

    @Override
    public long sequence(int slot, int stream) {
        synchronized (lock) {
            return slots[slot].sequence;
        }
    }

    @Override
    public long timestamp(int slot, int stream) {
        return capturedAt(slot);
    }

    @Override
    public long capturedAt(int slot) {
        synchronized (lock) {
            return slots[slot].capturedAt;
        }
    }

    @Override
    public long completedAt(int slot) {
        synchronized (lock) {
            return slots[slot].completedAt;
        }
    }

    @Override
    public ControlList metadata(int slot) {
        synchronized (lock) {
            long timestamp = slots[slot].capturedAt;
            ControlList wanted = slots[slot].settings;
            return timestamp == 0 ? wanted : wanted.with("libcamera::SensorTimestamp", timestamp);
        }
    }

    @Override
    public int planeCount(int stream) {
        return layouts.get(stream).planes().size();
    }

    @Override
    public ByteBuffer plane(int slot, int stream, int plane) {
        return layouts.get(stream).plane(slots[slot].memory.get(stream), plane);
    }

    @Override
    public SlotMapping map(int slot, int stream) {
        synchronized (lock) {
            return new CopiedSlot(slots[slot].memory.get(stream), layouts.get(stream));
        }
    }

    @Override
    public int bytesUsed(int slot, int stream, int plane) {
        return layouts.get(stream).planes().get(plane);
    }

    @Override
    public int stride(int stream, int plane) {
        return layouts.get(stream).stride();
    }

    @Override
    public int fileDescriptor(int slot, int stream, int plane) {
        return -1;
    }

    @Override
    public int offset(int slot, int stream, int plane) {
        return 0;
    }
}
