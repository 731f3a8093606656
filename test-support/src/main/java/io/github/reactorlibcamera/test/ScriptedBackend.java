package io.github.reactorlibcamera.test;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraNotFoundException;
import io.github.reactorlibcamera.Control;
import io.github.reactorlibcamera.ControlInfo;
import io.github.reactorlibcamera.ControlType;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.Size;
import io.github.reactorlibcamera.spi.CameraBackend;
import io.github.reactorlibcamera.spi.CameraDescriptor;
import io.github.reactorlibcamera.spi.CameraSystem;
import io.github.reactorlibcamera.spi.SystemListener;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * A camera system that does what a test tells it, for {@link io.github.reactorlibcamera.CameraManager#create(CameraBackend)}.
 * Without more words it has one camera, {@value #CAMERA}, which gives NV12 of 32x16 pixels; each byte of the frame with the
 * sequence number n is n.
 *
 * <pre>{@code
 * ScriptedBackend backend = ScriptedBackend.automatic();
 * try (CameraManager manager = CameraManager.create(backend)) {
 *     Camera camera = manager.camera(ScriptedBackend.CAMERA);
 *     backend.camera().badFrames(1);
 *     ...
 * }
 * }</pre>
 *
 * <p>Thread-safe. What is set here holds for all its cameras, from the next session of each.
 */
public final class ScriptedBackend implements CameraBackend {
    /** The camera's id, where no others are set. */
    public static final String CAMERA = "scripted:0";

    private static final int ENODEV = 19;

    private final Pace pace;

    /** Replaced by the test as a whole; read by whoever opens or configures a camera. So are the others. */
    private volatile Map<String, ScriptedCamera> cameras = Map.of();

    private volatile FrameLayout layout = FrameLayout.of(PixelFormat.NV12, new Size(32, 16));
    private volatile ObjLongConsumer<ByteBuffer> pictures = ScriptedBackend::fill;
    private volatile LongSupplier clock = System::nanoTime;
    private volatile Map<String, Class<?>> controls = Map.of(
            "libcamera::AnalogueGain", Float.class,
            "libcamera::Brightness", Float.class,
            "libcamera::ExposureTime", Integer.class);

    /** True from the end of the system to its next start; by whoever closes it, read by the test. */
    private volatile boolean closed;

    /** Of the running system; by the engine. Read by the test that pulls a camera out or plugs it in. */
    private volatile @Nullable SystemListener listener;

    private ScriptedBackend(Pace pace) {
        this.pace = pace;
        cameras(CAMERA);
    }

    /** {@return cameras that complete each request as soon as it is queued} */
    public static ScriptedBackend automatic() {
        return new ScriptedBackend(Pace.AUTOMATIC);
    }

    /**
     * {@return cameras that complete requests when {@link ScriptedSession#complete()} says so} If it says so for none of those queued
     * within the {@link io.github.reactorlibcamera.CaptureSpec#stallTimeout(Duration)}, that is a stall.
     */
    public static ScriptedBackend manual() {
        return new ScriptedBackend(Pace.MANUAL);
    }

    /**
     * Cameras that complete a request per period, the first one a period after their start; a period without a queued request gives
     * nothing, and leaves no gap.
     *
     * <p>On Reactor's {@code VirtualTimeScheduler}, with the same one as
     * {@link io.github.reactorlibcamera.CaptureSpec#scheduler(Scheduler)}, this is virtual time: once
     * {@link ScriptedCamera#awaitQueued(int)} has seen the session begin, advancing the time gives the frames of that time, each
     * delivered before the next is taken. See also {@link #clock(LongSupplier)}. {@code StepVerifier.withVirtualTime} disposes of its
     * scheduler when {@code verify()} ends, and with it of what an ending session has still to do there: check for leaks in a last
     * {@code then()}.
     *
     * @param frameDuration the period
     * @param scheduler whose time it is; not disposed
     * @return the cameras
     * @throws IllegalArgumentException if the period is not positive
     */
    public static ScriptedBackend paced(Duration frameDuration, Scheduler scheduler) {
        return new ScriptedBackend(Pace.every(frameDuration, scheduler));
    }

    /**
     * Sets which cameras there are, all new.
     *
     * @param ids one or more
     * @return this
     */
    public ScriptedBackend cameras(String... ids) {
        return cameras(Arrays.stream(ids)
                .map(id -> new CameraDescriptor(id, "Scripted Camera", Camera.Location.FRONT, true))
                .toArray(CameraDescriptor[]::new));
    }

    /**
     * Sets which cameras there are, all new.
     *
     * @param descriptors one or more, of different ids
     * @return this
     * @throws IllegalArgumentException if there is none, or two have one id
     */
    public ScriptedBackend cameras(CameraDescriptor... descriptors) {
        Map<String, ScriptedCamera> all = new LinkedHashMap<>();
        for (CameraDescriptor descriptor : descriptors) {
            all.put(descriptor.id(), new ScriptedCamera(this, descriptor));
        }
        if (all.isEmpty() || all.size() < descriptors.length) {
            throw new IllegalArgumentException(
                    "there is at least one camera, each with an id of its own, not " + Arrays.toString(descriptors));
        }
        cameras = Collections.unmodifiableMap(all);
        return this;
    }

    /**
     * Sets what the cameras capture, the one format and size that their first stream has. Further streams have what is asked of them,
     * and like the first what is not.
     *
     * @param format {@code NV12}, {@code YUYV}, {@code RGB888}, {@code R8} or {@code MJPEG}
     * @param size in pixels
     * @return this
     * @throws IllegalArgumentException for another format
     */
    public ScriptedBackend format(PixelFormat format, Size size) {
        layout = FrameLayout.of(format, size);
        return this;
    }

    /**
     * Sets what the frames show.
     *
     * @param painter is given a frame's memory, all planes one after the other, and its sequence number; called by whoever
     *     completes the request, for each stream
     * @return this
     */
    public ScriptedBackend pictures(ObjLongConsumer<ByteBuffer> painter) {
        pictures = Objects.requireNonNull(painter, "painter");
        return this;
    }

    /**
     * Sets which controls the cameras have, instead of {@code libcamera::Brightness} and {@code libcamera::AnalogueGain} (floats) and
     * {@code libcamera::ExposureTime} (an integer).
     *
     * @param types of their values, by name
     * @return this
     */
    public ScriptedBackend controls(Map<String, Class<?>> types) {
        controls = Map.copyOf(types);
        return this;
    }

    /**
     * Sets the clock that frames are stamped by, once per frame. Without this it is {@link System#nanoTime()}, and the engine takes it
     * for that: it computes latencies with it, and compares {@link io.github.reactorlibcamera.Frame#capturedAt()} with the time of
     * the demand under {@link io.github.reactorlibcamera.CaptureSpec#capturedAfterDemand()}. For stamps in virtual time without
     * either, give {@code () -> scheduler.now(NANOSECONDS)}.
     *
     * @param nanos of the time
     * @return this
     */
    public ScriptedBackend clock(LongSupplier nanos) {
        clock = Objects.requireNonNull(nanos, "nanos");
        return this;
    }

    /** {@return the first camera, to be told what to do} */
    public ScriptedCamera camera() {
        return cameras.values().iterator().next();
    }

    /**
     * {@return a camera, to be told what to do}
     *
     * @param id of the camera
     * @throws CameraNotFoundException if there is none of this id
     */
    public ScriptedCamera camera(String id) {
        ScriptedCamera camera = cameras.get(id);
        if (camera == null) {
            throw notFound(id);
        }
        return camera;
    }

    /**
     * {@return the session that the first camera was configured for last}
     *
     * @throws IllegalStateException if it never was
     */
    public ScriptedSession session() {
        return camera().session();
    }

    /** {@return true once its manager is closed} */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public CameraSystem start() {
        closed = false;
        return new ScriptedSystem(this);
    }

    // ---- for the other scripted ones

    void closed() {
        closed = true;
        listener = null;
    }

    void listener(SystemListener told) {
        listener = told;
    }

    /** A camera was pulled out or plugged in. */
    void changed(ScriptedCamera camera, boolean present) {
        SystemListener told = listener;
        if (told != null && present) {
            told.cameraAdded(camera.descriptor());
        } else if (told != null) {
            told.cameraRemoved(camera.descriptor());
        }
    }

    List<ScriptedCamera> present() {
        return cameras.values().stream().filter(ScriptedCamera::isPresent).toList();
    }

    CameraNotFoundException notFound(String id) {
        return new CameraNotFoundException(
                "no camera \"" + id + "\"; there are: " + String.join(", ", cameras.keySet()), id, ENODEV);
    }

    Pace pace() {
        return pace;
    }

    FrameLayout layout() {
        return layout;
    }

    ObjLongConsumer<ByteBuffer> pictures() {
        return pictures;
    }

    LongSupplier clock() {
        return clock;
    }

    Map<String, Class<?>> controls() {
        return controls;
    }

    /** {@return those of the controls whose values are of a type that libcamera has, sorted by name} */
    List<ControlInfo> controlInfos() {
        return controls.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(control -> Arrays.stream(ControlType.values())
                        .filter(type -> type.valueType() == control.getValue())
                        .limit(1)
                        .map(type -> new ControlInfo(Control.of(control.getKey(), control.getValue()), type)))
                .toList();
    }

    private static void fill(ByteBuffer memory, long sequence) {
        byte[] pixels = new byte[memory.capacity()];
        Arrays.fill(pixels, (byte) sequence);
        memory.put(0, pixels);
    }
}
