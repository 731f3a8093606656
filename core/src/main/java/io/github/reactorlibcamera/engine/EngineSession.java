package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraConfiguration;
import io.github.reactorlibcamera.CameraDisconnectedException;
import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.CameraTimeoutException;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureRecorder;
import io.github.reactorlibcamera.CaptureRecorder.SessionRecorder;
import io.github.reactorlibcamera.CaptureSession;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.CaptureStatistics;
import io.github.reactorlibcamera.CompletedRequest;
import io.github.reactorlibcamera.ConfigurationRejectedException;
import io.github.reactorlibcamera.ControlInfo;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.RequestLease;
import io.github.reactorlibcamera.spi.BackendCamera;
import io.github.reactorlibcamera.spi.BackendSession;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * A camera's session from acquire to release, and who is subscribed to it.
 *
 * <p>Three threads meet here. Anybody may ask for something: demand, a cancel, a pause. The <em>worker</em> runs {@link #step} and
 * is the only one to signal subscribers. The camera's <em>control thread</em> runs {@link #open} and {@link #close}. The first of
 * cancel, error, completion and the manager's end sets {@link #end}; from then on no step captures anything, the control thread
 * releases the camera, and the step after that is the last: {@link #finish} brings the slots home and sends the terminal signals. A
 * session that ends before it has a worker sends them from a thread of Reactor's.
 */
final class EngineSession implements CaptureSession {
    private static final Logger LOGGER = Loggers.getLogger(EngineSession.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final int EINVAL = 22;
    private static final int ENODEV = 19;
    private static final int ETIMEDOUT = 110;

    /** The {@link #end} that is no error: cancelled, closed or completed. */
    private static final Object DONE = new Object();

    private final CameraControl control;
    private final EngineCamera camera;
    private final CaptureSpec spec;
    final CaptureTask task = new CaptureTask(this::step);
    private final CaptureCounters counters = new CaptureCounters();

    private final OutletPlace<LentFrame> frames = new OutletPlace<>(this);
    private final OutletPlace<RequestLease> leases = new OutletPlace<>(this);

    /** Who waits for the session to be opened. Set before the session begins; then thread-bound to the one who may signal. */
    private @Nullable Opening opening;

    /** Set before the session begins, read by whoever ends it, cleared by the last step. */
    private volatile @Nullable SettingsInlet settings;

    /**
     * Null while the session lives, then why it ended: {@link #DONE} or the error. Set once, by compare-and-set, by any thread;
     * read by the worker before every signal.
     */
    private final AtomicReference<@Nullable Object> end = new AtomicReference<>();

    /** True once the control thread may be asked for the end; by {@link #begin}, before it hands over to the control thread. */
    private volatile boolean begun;

    private final AtomicBoolean closed = new AtomicBoolean();

    /** Completed when the camera is released, or when that takes too long; by the control thread or a timer. */
    private final CompletableFuture<Void> release = new CompletableFuture<>();

    /** The same for the public, on a thread of Reactor's. */
    private final CompletableFuture<Void> released = new CompletableFuture<>();

    /** True once {@link #release} is complete; before a resume. Read by the worker. */
    volatile boolean isReleased;

    /** True once nothing is signalled any more; by the last step. Read by those who come late. */
    private volatile boolean finished;

    /** True once a step was taken. Thread-bound to the worker. */
    private boolean stepped;

    /** What the user has paused. By anybody, before a resume; read by the worker. */
    private volatile boolean paused;

    /** Settings of all requests. Changed by anybody under this object's monitor, read by the worker. */
    private volatile ControlList controls;

    /** Set by the control thread before it starts the task, which publishes it to the worker. Null again after the end. */
    volatile @Nullable Running running;

    /** Left for statistics when {@link #running} is gone; by the control thread. */
    private volatile @Nullable SlotPool pool;

    private volatile @Nullable CameraConfiguration configuration;

    /** Set with the configuration. */
    private volatile @Nullable List<ControlInfo> controlInfos;

    /** True while the camera is acquired and running; by the control thread, for statistics. */
    private volatile boolean started;

    /** @param handle what the sink is given of the session */
    private record Opening(
            MonoSink<CaptureSession> sink, Function<? super EngineSession, ? extends CaptureSession> handle) {}

    record Running(
            BackendCamera camera,
            BackendSession backend,
            CaptureLoop loop,
            SessionWorker worker,
            Disposable watchdog,
            @Nullable SessionRecorder recorder) {}

    EngineSession(EngineCamera camera, CameraControl control, CaptureSpec spec) {
        this.camera = camera;
        this.control = control;
        this.spec = spec;
        this.controls = spec.controls();
    }

    // ---- the ways to begin

    /** A session for one subscriber. */
    static <T extends AutoCloseable> void subscribe(
            EngineCamera camera,
            CameraControl control,
            CaptureSpec spec,
            @Nullable Publisher<ControlList> settings,
            CoreSubscriber<? super T> actual,
            Function<? super LentFrame, ? extends T> wrap) {
        EngineSession session = new EngineSession(camera, control, spec);
        if (settings != null) {
            session.settings = new SettingsInlet(session, settings, actual.currentContext());
        }
        session.frames.own(actual, wrap);
        session.begin();
    }

    /**
     * {@return a session for who holds it}
     *
     * @param handle what it is held by
     */
    static EngineSession open(
            EngineCamera camera,
            CameraControl control,
            CaptureSpec spec,
            MonoSink<CaptureSession> sink,
            Function<? super EngineSession, ? extends CaptureSession> handle) {
        EngineSession session = new EngineSession(camera, control, spec);
        session.opening = new Opening(sink, handle);
        sink.onCancel(() -> session.end(null));
        session.begin();
        return session;
    }

    private void begin() {
        begun = true;
        if (!control.execute(this::open)) {
            terminate(control.closedError());
        }
    }

    // ---- by anybody

    @Override
    public Camera camera() {
        return camera;
    }

    @Override
    public CameraConfiguration configuration() {
        return Objects.requireNonNull(configuration);
    }

    @Override
    public Flux<CompletedRequest> requests() {
        return requests(LentRequest::of);
    }

    Flux<CompletedRequest> requests(Function<? super LentFrame, ? extends CompletedRequest> wrap) {
        return frames.flux(wrap);
    }

    @Override
    public Flux<RequestLease> leases() {
        return leases(lease -> lease);
    }

    Flux<RequestLease> leases(Function<? super RequestLease, ? extends RequestLease> wrap) {
        return leases.flux(wrap);
    }

    void resumeTask() {
        task.resume();
    }

    @Override
    public List<ControlInfo> controls() {
        return Objects.requireNonNull(controlInfos);
    }

    @Override
    public void controls(ControlList settings) {
        Running current = running;
        if (current == null || hasEnded()) {
            throw new IllegalStateException("the session has ended");
        }
        current.loop().check(settings);
        synchronized (this) {
            controls = controls.with(settings);
        }
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        task.resume();
    }

    @Override
    public boolean isPaused() {
        return paused;
    }

    @Override
    public Mono<Void> closeLater() {
        return Mono.defer(() -> {
            end(null);
            return Mono.fromFuture(released, true);
        });
    }

    /**
     * Begins the end, once. The camera is released on its control thread, then the worker sends the terminal signals.
     *
     * @param why null if it is no error: cancelled, closed or completed
     */
    void end(@Nullable Throwable why) {
        // Before the session has begun nothing is queued: open() will find the end. If the manager has closed, its end
        // of the
        // session is queued already, or open() is, which finds the end as well.
        if (markEnd(why) && begun) {
            control.execute(this::close);
        }
    }

    /** {@return true if it had not ended before} */
    private boolean markEnd(@Nullable Throwable why) {
        if (!end.compareAndSet(null, why == null ? DONE : why)) {
            return false;
        }
        SettingsInlet inlet = settings;
        try {
            if (inlet != null) {
                inlet.cancel();
            }
        } catch (Throwable e) { // against rule 3.15: the camera is still to be released
            LOGGER.warn("camera {}: the publisher of settings threw at the session's end", camera.id(), e);
        }
        return true;
    }

    /** Nobody can reach it any more. On the cleaner's thread. */
    void abandoned() {
        if (!hasEnded()) {
            LOGGER.warn(
                    "a session of camera {} was never closed; it is now, as nobody can reach it any more. Close sessions with"
                            + " closeLater(), or have withSession close them",
                    camera.id());
            end(null);
        }
    }

    boolean hasEnded() {
        return end.get() != null;
    }

    boolean isFinished() {
        return finished;
    }

    /** {@return why the session ended, null if it has not, or not by an error} */
    @Nullable
    Throwable error() {
        return end.get() instanceof Throwable why ? why : null;
    }

    // ---- on the control thread

    /** Acquires, configures and starts the camera, and lets the task run. */
    private void open() {
        if (hasEnded()) {
            close();
            return;
        }
        BackendCamera backendCamera = null;
        try {
            backendCamera = control.acquire(this, camera.id());
            start(backendCamera);
        } catch (Throwable e) {
            if (backendCamera != null) {
                release(backendCamera);
            }
            markEnd(e);
            close();
        }
    }

    private void start(BackendCamera backendCamera) {
        BackendSession backend = backendCamera.configure(spec);
        refuseTooFewSlots(backend.slotCount());
        backend.check(spec.controls());
        SlotPool slots = new SlotPool(backend.slotCount());
        pool = slots;
        configuration = backend.configuration();
        controlInfos = backend.controls();
        backend.start();
        started = true;
        CaptureRecorder recorder = spec.recorder();
        SessionRecorder told = recorder == null ? null : recorder.sessionStarted(camera);
        OpenSession open =
                new OpenSession(camera.id(), backend, slots, task, counters, spec.leakDetection(), spec.isParanoid());
        CaptureLoop loop = new CaptureLoop(this, spec, open, settings, told);
        SessionWorker worker = null;
        try {
            worker = worker(backend);
            worker.start();
            running = new Running(backendCamera, backend, loop, worker, Watchdog.start(this, loop, spec), told);
        } catch (Throwable e) {
            if (worker != null) {
                worker.dispose();
            }
            tell(told, e);
            throw e;
        }
        task.start(worker);
    }

    private void refuseTooFewSlots(int slots) {
        int needed = spec.policy() == CapturePolicy.LATEST ? 2 : spec.minQueued();
        if (slots < needed) {
            throw new ConfigurationRejectedException(
                    (spec.policy() == CapturePolicy.LATEST ? "LATEST" : "minQueued(" + needed + ")") + " needs "
                            + needed + " buffers, and camera " + camera.id() + " has " + slots,
                    camera.id(),
                    EINVAL);
        }
    }

    private SessionWorker worker(BackendSession backend) {
        String name = "camera " + camera.id();
        Scheduler scheduler = spec.scheduler();
        return scheduler == null
                ? new CaptureWorker(name, backend, task, this::end)
                : new HandoverWorker(name, scheduler, backend, task, this::end);
    }

    /** Ends the session on behalf of its manager; on the control thread, or when that takes no more work. */
    void terminate(Throwable why) {
        markEnd(why);
        close();
    }

    /** Stops and releases the camera, once; the rest is the worker's. A worker that is stuck in onNext holds up nothing here. */
    private void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Running current = running;
        if (current == null) {
            Schedulers.boundedElastic().schedule(() -> {
                finish(null);
                released.complete(null);
            });
            return;
        }
        current.watchdog().dispose();
        CompletableFuture<Void> unused = release.orTimeout(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((nothing, late) -> afterRelease(current, late != null));
        try {
            current.backend().stop();
        } catch (Throwable e) {
            LOGGER.warn("camera {} did not stop cleanly", camera.id(), e);
        }
        release(current.camera());
        release.complete(null);
    }

    private void release(BackendCamera backendCamera) {
        try {
            backendCamera.close();
        } catch (Throwable e) {
            LOGGER.warn("camera {} was not released cleanly", camera.id(), e);
        } finally {
            started = false;
            control.released();
        }
    }

    /** Once: the camera is released, or hangs. Then on a timer's thread, which must not be held up. */
    private void afterRelease(Running current, boolean hangs) {
        CameraTimeoutException late = null;
        if (hangs) {
            String message = "camera " + camera.id() + " does not stop: its driver hangs. Unplugging it may help";
            LOGGER.error(message);
            late = new CameraTimeoutException(message, camera.id(), ETIMEDOUT);
            control.abandon(this, late);
        }
        tell(current.recorder(), error());
        Throwable failure = late;
        Schedulers.boundedElastic().schedule(() -> {
            if (failure == null) {
                released.complete(null);
            } else {
                released.completeExceptionally(failure);
            }
        });
        isReleased = true;
        current.backend().wake(); // its worker resumes the task, even if the user's scheduler is disposed by now
    }

    private void tell(@Nullable SessionRecorder recorder, @Nullable Throwable why) {
        if (recorder == null) {
            return;
        }
        try {
            recorder.ended(why);
        } catch (Throwable e) { // the subscribers are still to be told
            LOGGER.warn("camera {}: the recorder threw at the session's end", camera.id(), e);
        }
    }

    // ---- on the worker

    /** One step of the protocol; true if there may be more to do. */
    private boolean step() {
        Running current = running;
        if (current == null) {
            return false;
        }
        if (isReleased) {
            finish(current);
            return false;
        }
        frames.takeLeave();
        leases.takeLeave();
        if (hasEnded()) {
            return false;
        }
        try {
            beforeTheFirstStep();
            return current.loop().step();
        } catch (Throwable e) { // a bug of ours or of the backend's: better told than a stream that stands still
            end(e);
            return false;
        }
    }

    private void beforeTheFirstStep() {
        if (stepped) {
            return;
        }
        stepped = true;
        SettingsInlet inlet = settings;
        if (inlet != null) {
            inlet.subscribe();
        }
        Opening waiting = opening;
        opening = null;
        if (waiting != null) {
            waiting.sink().success(waiting.handle().apply(this));
        }
    }

    @Nullable
    Outlet<LentFrame, ?> frames() {
        return frames.get();
    }

    @Nullable
    Outlet<RequestLease, ?> leaseOutlet() {
        return leases.get();
    }

    /** {@return the settings of all requests} */
    ControlList standingControls() {
        return controls;
    }

    void disconnected() {
        end(new CameraDisconnectedException("camera " + camera.id() + " is gone", camera.id(), ENODEV));
    }

    /** The camera refused a request. */
    void refused(int errno) {
        if (errno == ENODEV) {
            disconnected();
        } else {
            end(new CameraException("the camera refused a request, error " + errno, camera.id(), errno));
        }
    }

    /** The last step: brings home what is neither lent nor leased, and sends the terminal signals. */
    private void finish(@Nullable Running current) {
        task.stop();
        if (current != null) {
            try {
                current.loop().end();
            } catch (Throwable e) { // a bug of ours or of the backend's must not keep the subscribers waiting
                LOGGER.error("camera {}: the session did not end cleanly", camera.id(), e);
            }
            running = null;
            current.worker().dispose();
        }
        settings = null;
        finished = true;
        if (current != null) {
            current.loop().returnSubmitted(); // whoever submits looks at `finished` after, so one of both finds it
        }
        Opening waiting = opening;
        opening = null;
        Throwable why = error();
        if (waiting != null && why != null) {
            waiting.sink().error(why);
        } else if (waiting != null) {
            waiting.sink().success();
        }
        frames.terminate(why);
        leases.terminate(why);
    }

    // ---- by anybody

    @Override
    public CaptureStatistics statistics() {
        return statistics(control.sessions());
    }

    CaptureStatistics statistics(long sessions) {
        return counters.statistics(sessions, started, pool);
    }
}
