package io.github.reactorlibcamera.test;

import io.github.reactorlibcamera.CameraBusyException;
import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.spi.CameraDescriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A camera of a {@link ScriptedBackend}, as a test sees it: what it is to do wrong, and what was done with it. What it is told holds at
 * once, for the session that runs and for those to come.
 *
 * <p>Thread-safe: one monitor guards the camera and all its sessions, which is slow and right.
 */
public final class ScriptedCamera {
    /** What the engine asks of a camera. */
    public enum Call {
        /** Takes the camera. */
        ACQUIRE,
        /** Makes its slots. */
        CONFIGURE,
        /** Starts it. */
        START,
        /** Queues a request; happens too often to be listed in {@link ScriptedCamera#calls()}. */
        QUEUE,
        /** Stops it. */
        STOP,
        /** Gives the camera back. */
        RELEASE
    }

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int EBUSY = 16;

    private final ScriptedBackend backend;
    private final CameraDescriptor descriptor;

    /** Guards everything below, and the sessions. Notified of every change. */
    private final Object lock = new Object();

    private final FrameFaults faults = new FrameFaults();
    private final List<Call> calls = new ArrayList<>();
    private final Map<Call, Throwable> failures = new EnumMap<>(Call.class);
    private final Set<Call> hanging = EnumSet.noneOf(Call.class);
    private boolean present = true;
    private @Nullable ScriptedHandle owner;
    private @Nullable ScriptedSlots session;

    ScriptedCamera(ScriptedBackend backend, CameraDescriptor descriptor) {
        this.backend = backend;
        this.descriptor = descriptor;
    }

    /** {@return its id} */
    public String id() {
        return descriptor.id();
    }

    // ---- calls that go wrong

    /**
     * Lets calls fail until {@link #mend(Call)}. A queue that fails with a {@link CameraException} returns its errno, as backends do.
     *
     * @param call which ones
     * @param failure an unchecked exception or an error
     * @return this
     */
    public ScriptedCamera fail(Call call, Throwable failure) {
        if (!(failure instanceof RuntimeException || failure instanceof Error)) {
            throw new IllegalArgumentException("a failure is unchecked, not " + failure, failure);
        }
        synchronized (lock) {
            failures.put(call, failure);
        }
        return this;
    }

    /**
     * Lets calls hang until {@link #mend(Call)}.
     *
     * @param call which ones
     * @return this
     */
    public ScriptedCamera hang(Call call) {
        synchronized (lock) {
            hanging.add(call);
        }
        return this;
    }

    /**
     * Lets calls work again, those that hang as well.
     *
     * @param call which ones
     */
    public void mend(Call call) {
        synchronized (lock) {
            failures.remove(call);
            hanging.remove(call);
            lock.notifyAll();
        }
    }

    // ---- frames that go wrong

    /**
     * Lets the next requests complete without a good frame.
     *
     * @param frames how many
     * @return this
     */
    public ScriptedCamera badFrames(int frames) {
        synchronized (lock) {
            faults.bad(frames);
        }
        return this;
    }

    /**
     * Leaves sequence numbers out before the next frame.
     *
     * @param frames how many
     * @return this
     */
    public ScriptedCamera gap(int frames) {
        synchronized (lock) {
            faults.gap(frames);
        }
        return this;
    }

    /**
     * Lets the next frames show pictures taken before, as cameras do that have a backlog.
     *
     * @param frames how many
     * @param age how long before their completion
     * @return this
     */
    public ScriptedCamera oldFrames(int frames, Duration age) {
        synchronized (lock) {
            faults.old(frames, age);
        }
        return this;
    }

    /**
     * Lets frames carry no time of capture from now on.
     *
     * @return this
     */
    public ScriptedCamera untimed() {
        synchronized (lock) {
            faults.untimed = true;
        }
        return this;
    }

    // ---- no frames at all

    /**
     * Lets nothing complete until {@link #goOn()}.
     *
     * @return this
     */
    public ScriptedCamera stall() {
        return stallBelow(Integer.MAX_VALUE);
    }

    /**
     * Lets nothing complete while fewer requests are queued.
     *
     * @param requests how many it needs
     * @return this
     */
    public ScriptedCamera stallBelow(int requests) {
        synchronized (lock) {
            faults.stallBelow(requests);
            settle();
        }
        return this;
    }

    /** Ends a stall. */
    public void goOn() {
        stallBelow(0);
    }

    /** Pulls the camera out: the session that runs and the manager's events tell of it, and the camera is not found any more. */
    public void disconnect() {
        synchronized (lock) {
            present = false;
            ScriptedSlots current = session;
            if (current != null) {
                current.disconnect();
            }
        }
        backend.changed(this, false);
    }

    /**
     * Pulls the camera out as {@link #disconnect()} does, and gives the requests that are queued not even back when it is stopped.
     */
    public void disconnectKeepingRequests() {
        synchronized (lock) {
            faults.keeping = true;
            disconnect();
        }
    }

    /** Plugs the camera in again, for the next session, and tells the manager's events. */
    public void reconnect() {
        synchronized (lock) {
            present = true;
            faults.keeping = false;
        }
        backend.changed(this, true);
    }

    // ---- what was done with it

    /** {@return what was asked of it so far, in order, also what failed; without {@link Call#QUEUE}} */
    public List<Call> calls() {
        synchronized (lock) {
            return List.copyOf(calls);
        }
    }

    /** {@return true once it was configured for a session} */
    public boolean isConfigured() {
        synchronized (lock) {
            return session != null;
        }
    }

    /**
     * {@return the session it was configured for last}
     *
     * @throws IllegalStateException if it never was
     */
    public ScriptedSession session() {
        synchronized (lock) {
            if (session == null) {
                throw new IllegalStateException("camera " + id() + " was not configured yet: nobody has subscribed,"
                        + " or the control thread is still at it; awaitQueued(n) waits for it");
            }
            return session;
        }
    }

    /**
     * Blocks until the camera runs and exactly so many requests are queued.
     *
     * @param requests how many
     * @return the session
     * @throws AssertionError after 10 seconds, or if the thread is interrupted
     */
    public ScriptedSession awaitQueued(int requests) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        synchronized (lock) {
            while (session == null || !session.isRunning() || session.queuedNow() != requests) {
                if (!waitUntil(deadline)) {
                    String is = session == null
                            ? "it was not even configured"
                            : session.queuedNow() + (session.isRunning() ? "" : ", and it is stopped");
                    throw new AssertionError("camera " + id() + " was to have " + requests + " requests queued within "
                            + LIMIT.toSeconds() + " s, and had " + is + "; calls so far: " + calls);
                }
            }
            return session;
        }
    }

    // ---- for the other scripted ones

    CameraDescriptor descriptor() {
        return descriptor;
    }

    Object lock() {
        return lock;
    }

    /** {@return its faults, guarded by {@link #lock()}} */
    FrameFaults faults() {
        return faults;
    }

    boolean isPresent() {
        synchronized (lock) {
            return present;
        }
    }

    /** Notes the call; then hangs or throws as it was told. */
    void called(Call call) {
        boolean interrupted = false;
        synchronized (lock) {
            if (call != Call.QUEUE) {
                calls.add(call);
            }
            while (hanging.contains(call)) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    interrupted = true; // what hangs in a driver does not care
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            Throwable failure = failures.get(call);
            if (failure instanceof Error error) {
                throw error;
            } else if (failure instanceof RuntimeException exception) {
                throw exception;
            }
        }
    }

    void acquire(ScriptedHandle handle) {
        synchronized (lock) {
            if (!present) {
                throw backend.notFound(id());
            }
            if (owner != null) {
                throw new CameraBusyException("camera " + id() + " is acquired already", id(), EBUSY);
            }
            owner = handle;
        }
    }

    /** {@return true if the handle had the camera, which is free now} */
    boolean release(ScriptedHandle handle) {
        synchronized (lock) {
            if (owner != handle) {
                return false;
            }
            owner = null;
            if (session != null) {
                session.released();
            }
            return true;
        }
    }

    ScriptedSlots configured(ScriptedSlots configured) {
        synchronized (lock) {
            session = configured;
            return configured;
        }
    }

    private void settle() {
        if (session != null) {
            session.settle();
        }
    }

    /** Waits for a change, with the lock; false if it is too late for one. */
    private boolean waitUntil(long deadline) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        try {
            TimeUnit.NANOSECONDS.timedWait(lock, left);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
