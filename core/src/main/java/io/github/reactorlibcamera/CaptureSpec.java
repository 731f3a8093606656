package io.github.reactorlibcamera;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * What to capture, and how. Immutable: each method returns a changed copy. What is left out is negotiated with the camera; what is
 * given is met, or the capture fails with {@link ConfigurationRejectedException}, unless {@link #acceptAdjusted()} says otherwise.
 *
 * <p>It begins with one stream, which its role, size and pixel format are of; {@link #and(StreamSpec)} adds another.
 */
public final class CaptureSpec {
    /** The most buffers a session can have. */
    public static final int MAXIMUM_BUFFERS = 64;

    /** The most streams a session can have. */
    public static final int MAXIMUM_STREAMS = 4;

    /** Never changed once the spec is made; reached through a final field only, so a spec can be published by a race. */
    private final Wishes wishes;

    private static final class Wishes {
        List<StreamSpec> streams;
        int bufferCount;
        Duration frameDuration = Duration.ZERO;
        BufferMemory memory = BufferMemory.AUTO;

        @Nullable
        Orientation orientation;

        @Nullable
        SensorConfiguration sensor;

        boolean adjustedAccepted;
        ControlList controls = ControlList.EMPTY;
        CapturePolicy policy = CapturePolicy.DEMAND;
        boolean capturedAfterDemand;
        int minQueued;

        @Nullable
        Scheduler scheduler;

        @Nullable
        Duration stallTimeout;

        LeakDetection leakDetection = LeakDetection.byProperty();
        boolean paranoid;

        @Nullable
        CaptureRecorder recorder;

        Wishes(StreamSpec stream) {
            this.streams = List.of(stream);
        }

        Wishes(Wishes from) {
            streams = from.streams;
            bufferCount = from.bufferCount;
            frameDuration = from.frameDuration;
            memory = from.memory;
            orientation = from.orientation;
            sensor = from.sensor;
            adjustedAccepted = from.adjustedAccepted;
            controls = from.controls;
            policy = from.policy;
            capturedAfterDemand = from.capturedAfterDemand;
            minQueued = from.minQueued;
            scheduler = from.scheduler;
            stallTimeout = from.stallTimeout;
            leakDetection = from.leakDetection;
            paranoid = from.paranoid;
            recorder = from.recorder;
        }

        StreamSpec first() {
            return streams.get(0);
        }

        void first(StreamSpec changed) {
            List<StreamSpec> all = new ArrayList<>(streams);
            all.set(0, changed);
            streams = List.copyOf(all);
        }

        /** What the buffers given are, if there are any. */
        BufferMemory memory() {
            return first().buffers().isEmpty() ? memory : BufferMemory.IMPORTED;
        }

        int bufferCount() {
            return first().buffers().isEmpty() ? bufferCount : first().buffers().size();
        }

        void checkBuffers() {
            int given = first().buffers().size();
            if (streams.stream().anyMatch(stream -> stream.buffers().size() != given)) {
                throw new IllegalArgumentException("each stream is given as many buffers, or none is given any");
            }
            if (given == 0 && memory == BufferMemory.IMPORTED) {
                throw new IllegalArgumentException("imported memory is given with buffers(...)");
            }
            if (given > 0 && bufferCount > 0 && bufferCount != given) {
                throw new IllegalArgumentException(
                        "bufferCount(" + bufferCount + ") does not go with " + given + " buffers that are given");
            }
        }

        void check() {
            if (policy == CapturePolicy.LATEST && bufferCount() == 1) {
                throw new IllegalArgumentException(
                        "LATEST needs at least 2 buffers, one to wait while another is filled");
            }
            if (policy != CapturePolicy.DEMAND && (capturedAfterDemand || minQueued > 0)) {
                throw new IllegalArgumentException((capturedAfterDemand ? "capturedAfterDemand" : "minQueued")
                        + " is for DEMAND, not for " + policy + ", which queues every free buffer");
            }
            if (bufferCount() > 0 && minQueued > bufferCount()) {
                throw new IllegalArgumentException(
                        "minQueued(" + minQueued + ") needs as many buffers, and there are " + bufferCount());
            }
        }
    }

    private CaptureSpec(Wishes wishes) {
        wishes.check();
        wishes.checkBuffers();
        this.wishes = wishes;
    }

    private CaptureSpec with(Consumer<Wishes> change) {
        Wishes changed = new Wishes(wishes);
        change.accept(changed);
        return new CaptureSpec(changed);
    }

    /** {@return the camera's defaults for video to be looked at, policy {@link CapturePolicy#DEMAND}} */
    public static CaptureSpec viewfinder() {
        return of(StreamRole.VIEWFINDER);
    }

    /**
     * {@return the camera's defaults for a role, policy {@link CapturePolicy#DEMAND}}
     *
     * @param role what the stream is for
     */
    public static CaptureSpec of(StreamRole role) {
        return new CaptureSpec(new Wishes(StreamSpec.of(role)));
    }

    /**
     * Adds a stream, to be captured at the same time: a request then has a frame of each. What the first stream is asked for stays
     * with the first. How many there can be, and which together, is the camera's to say.
     *
     * @param another what the stream is for, and what is asked of it
     * @return a changed copy
     * @throws IllegalArgumentException if there would be more than {@value #MAXIMUM_STREAMS}
     */
    public CaptureSpec and(StreamSpec another) {
        Objects.requireNonNull(another, "another");
        if (wishes.streams.size() == MAXIMUM_STREAMS) {
            throw new IllegalArgumentException("there are at most " + MAXIMUM_STREAMS + " streams");
        }
        return with(wishes -> wishes.streams =
                Stream.concat(wishes.streams.stream(), Stream.of(another)).toList());
    }

    // ---- what the camera is configured to

    /**
     * Asks for a size of the first stream.
     *
     * @param width in pixels
     * @param height in lines
     * @return a changed copy
     * @throws IllegalArgumentException if a side is not within 1 to {@value Size#MAXIMUM}
     */
    public CaptureSpec size(int width, int height) {
        return size(new Size(width, height));
    }

    /**
     * Asks for a size of the first stream.
     *
     * @param wanted the size
     * @return a changed copy
     */
    public CaptureSpec size(Size wanted) {
        Objects.requireNonNull(wanted, "size");
        return with(wishes -> wishes.first(wishes.first().size(wanted)));
    }

    /**
     * Asks for a pixel format of the first stream.
     *
     * @param wanted the format
     * @return a changed copy
     */
    public CaptureSpec pixelFormat(PixelFormat wanted) {
        Objects.requireNonNull(wanted, "pixelFormat");
        return with(wishes -> wishes.first(wishes.first().pixelFormat(wanted)));
    }

    /**
     * Asks for a number of buffers: how many frames can be queued, waiting and lent at once. Some cameras have a number of
     * their own, which {@link CameraConfiguration#bufferCount()} tells.
     *
     * @param wanted 1 to {@value #MAXIMUM_BUFFERS}
     * @return a changed copy
     * @throws IllegalArgumentException if it is out of range, 1 with {@link CapturePolicy#LATEST}, or less than
     *     {@link #minQueued(int)}
     */
    public CaptureSpec bufferCount(int wanted) {
        if (wanted < 1 || wanted > MAXIMUM_BUFFERS) {
            throw new IllegalArgumentException("bufferCount is 1 to " + MAXIMUM_BUFFERS + ", not " + wanted);
        }
        return with(wishes -> wishes.bufferCount = wanted);
    }

    /**
     * Asks for a frame rate ({@code libcamera::controls::FrameDurationLimits}). A camera that cannot, or only in another range,
     * comes as close as it can.
     *
     * @param framesPerSecond more than 0, at most 10,000
     * @return a changed copy
     * @throws IllegalArgumentException if it is out of range
     */
    public CaptureSpec frameRate(double framesPerSecond) {
        if (!(framesPerSecond > 0 && framesPerSecond <= 10_000)) {
            throw new IllegalArgumentException(
                    "frameRate is more than 0 and at most 10000 frames per second, not " + framesPerSecond);
        }
        return with(wishes -> wishes.frameDuration = Duration.ofNanos(Math.round(1e9 / framesPerSecond)));
    }

    /**
     * Asks for a kind of memory.
     *
     * @param wanted the kind
     * @return a changed copy
     */
    public CaptureSpec memory(BufferMemory wanted) {
        Objects.requireNonNull(wanted, "memory");
        return with(wishes -> wishes.memory = wanted);
    }

    /**
     * Gives the buffers of the first stream, as {@link StreamSpec#buffers(List)} does. Where one stream is given buffers all are, and
     * this comes before {@link #and(StreamSpec)}.
     *
     * @param given 1 to {@value #MAXIMUM_BUFFERS}, with as many planes as the pixel format has
     * @return a changed copy
     * @throws IllegalArgumentException if there are none or too many, or they do not go with what else is asked for
     */
    public CaptureSpec buffers(List<FrameBuffer> given) {
        StreamSpec changed = wishes.first().buffers(given);
        return with(wishes -> wishes.first(changed));
    }

    /**
     * Asks for a colour space of the first stream.
     *
     * @param wanted the colour space
     * @return a changed copy
     */
    public CaptureSpec colorSpace(ColorSpace wanted) {
        Objects.requireNonNull(wanted, "colorSpace");
        return with(wishes -> wishes.first(wishes.first().colorSpace(wanted)));
    }

    /**
     * Asks for an orientation of the pictures of all streams.
     *
     * @param wanted the orientation
     * @return a changed copy
     */
    public CaptureSpec orientation(Orientation wanted) {
        Objects.requireNonNull(wanted, "orientation");
        return with(wishes -> wishes.orientation = wanted);
    }

    /**
     * Asks for a readout of the sensor. Few cameras let it be chosen; others refuse, or take no notice.
     *
     * @param wanted the readout
     * @return a changed copy
     */
    public CaptureSpec sensor(SensorConfiguration wanted) {
        Objects.requireNonNull(wanted, "sensor");
        return with(wishes -> wishes.sensor = wanted);
    }

    /**
     * {@return a copy with which it is accepted that the camera adjusts sizes, pixel formats, colour spaces, the orientation or the
     * readout of the sensor}
     */
    public CaptureSpec acceptAdjusted() {
        return with(wishes -> wishes.adjustedAccepted = true);
    }

    /**
     * Sets controls for all requests. What the camera does not have is an error when the capture begins.
     *
     * @param settings by name, instead of those given before
     * @return a changed copy
     */
    public CaptureSpec controls(ControlList settings) {
        Objects.requireNonNull(settings, "controls");
        return with(wishes -> wishes.controls = settings);
    }

    // ---- when requests are queued

    /**
     * Sets when requests are queued and what becomes of frames nobody asked for.
     *
     * @param wanted the policy
     * @return a changed copy
     * @throws IllegalArgumentException for {@link CapturePolicy#LATEST} with fewer than two buffers, and for another policy than
     *     {@link CapturePolicy#DEMAND} with an option of that one
     */
    public CaptureSpec policy(CapturePolicy wanted) {
        Objects.requireNonNull(wanted, "policy");
        return with(wishes -> wishes.policy = wanted);
    }

    /**
     * An option of {@link CapturePolicy#DEMAND} for cameras that answer a request with a picture already taken: such a picture is
     * recycled, and the request made again, until its timestamp is not before the demand. The stream fails where the camera gives
     * no timestamps, or on a clock that is neither CLOCK_MONOTONIC nor CLOCK_BOOTTIME.
     *
     * @return a changed copy
     */
    public CaptureSpec capturedAfterDemand() {
        return with(wishes -> wishes.capturedAfterDemand = true);
    }

    /**
     * An option of {@link CapturePolicy#DEMAND} for cameras that stall with fewer requests: so many are kept queued also beyond the
     * demand. What completes without demand is recycled, never delivered later.
     *
     * @param requests 0 to {@value #MAXIMUM_BUFFERS}, at most the number of buffers
     * @return a changed copy
     * @throws IllegalArgumentException if it is out of range
     */
    public CaptureSpec minQueued(int requests) {
        if (requests < 0 || requests > MAXIMUM_BUFFERS) {
            throw new IllegalArgumentException("minQueued is 0 to " + MAXIMUM_BUFFERS + ", not " + requests);
        }
        return with(wishes -> wishes.minQueued = requests);
    }

    // ---- how the session runs

    /**
     * Runs the session on a worker of this scheduler instead of a thread of its own, which costs latency: another thread waits
     * for the camera and hands over. The scheduler is never disposed.
     *
     * @param wanted the scheduler
     * @return a changed copy
     */
    public CaptureSpec scheduler(Scheduler wanted) {
        Objects.requireNonNull(wanted, "scheduler");
        return with(wishes -> wishes.scheduler = wanted);
    }

    /**
     * Sets how long nothing may happen while something should: a queued request that does not complete is an error
     * ({@link CameraTimeoutException}), and so is demand while all buffers are lent ({@link BufferStarvationException}). Without
     * this it is 10 seconds, or ten times the frame duration asked for if that is longer; longer exposures need more.
     *
     * @param timeout how long, {@link Duration#ZERO} for ever
     * @return a changed copy
     * @throws IllegalArgumentException if it is negative, or less than 1 ms and not zero
     */
    public CaptureSpec stallTimeout(Duration timeout) {
        if (timeout.isNegative() || (!timeout.isZero() && timeout.compareTo(Duration.ofMillis(1)) < 0)) {
            throw new IllegalArgumentException("stallTimeout is 0 for none, or 1 ms and more, not " + timeout);
        }
        return with(wishes -> wishes.stallTimeout = timeout);
    }

    /**
     * Sets what is done about frames that are never closed. Without this the system property {@value LeakDetection#PROPERTY} says.
     *
     * @param level how much
     * @return a changed copy
     */
    public CaptureSpec leakDetection(LeakDetection level) {
        Objects.requireNonNull(level, "leakDetection");
        return with(wishes -> wishes.leakDetection = level);
    }

    /**
     * To find code that reads frames after it has closed them: each handle gets a mapping of its own, in which every byte is 0xDB
     * after the close. Costs system calls per frame.
     *
     * @return a changed copy
     */
    public CaptureSpec paranoid() {
        return with(wishes -> wishes.paranoid = true);
    }

    /**
     * Has a recorder told what happens.
     *
     * @param wanted the recorder
     * @return a changed copy
     */
    public CaptureSpec recorder(CaptureRecorder wanted) {
        Objects.requireNonNull(wanted, "recorder");
        return with(wishes -> wishes.recorder = wanted);
    }

    // ---- what is set

    /** {@return the streams, one or more} */
    public List<StreamSpec> streams() {
        return wishes.streams;
    }

    /** {@return what the first stream is for} */
    public StreamRole role() {
        return wishes.first().role();
    }

    /** {@return the size asked for of the first stream, null for the camera's default} */
    public @Nullable Size size() {
        return wishes.first().size();
    }

    /** {@return the format asked for of the first stream, null for the camera's default} */
    public @Nullable PixelFormat pixelFormat() {
        return wishes.first().pixelFormat();
    }

    /** {@return the colour space asked for of the first stream, null for the camera's default} */
    public @Nullable ColorSpace colorSpace() {
        return wishes.first().colorSpace();
    }

    /** {@return the number of buffers asked for, 0 for the camera's default} */
    public int bufferCount() {
        return wishes.bufferCount();
    }

    /** {@return the time between two frames asked for, zero for the camera's default} */
    public Duration frameDuration() {
        return wishes.frameDuration;
    }

    /** {@return the kind of memory} */
    public BufferMemory memory() {
        return wishes.memory();
    }

    /** {@return the orientation asked for, null for the camera's default} */
    public @Nullable Orientation orientation() {
        return wishes.orientation;
    }

    /** {@return the readout of the sensor asked for, null for the camera's choice} */
    public @Nullable SensorConfiguration sensor() {
        return wishes.sensor;
    }

    /** {@return true if it is accepted that the camera adjusts what was asked for} */
    public boolean isAdjustedAccepted() {
        return wishes.adjustedAccepted;
    }

    /** {@return controls for all requests} */
    public ControlList controls() {
        return wishes.controls;
    }

    /** {@return the policy} */
    public CapturePolicy policy() {
        return wishes.policy;
    }

    /** {@return true if frames taken before their demand are recycled} */
    public boolean isCapturedAfterDemand() {
        return wishes.capturedAfterDemand;
    }

    /** {@return how many requests are kept queued beyond the demand} */
    public int minQueued() {
        return wishes.minQueued;
    }

    /** {@return the scheduler asked for, null for a thread of the session's own} */
    public @Nullable Scheduler scheduler() {
        return wishes.scheduler;
    }

    /** {@return how long nothing may happen while something should, zero for ever} */
    public Duration stallTimeout() {
        Duration asked = wishes.stallTimeout;
        if (asked != null) {
            return asked;
        }
        Duration byRate = wishes.frameDuration.multipliedBy(10);
        Duration usual = Duration.ofSeconds(10);
        return byRate.compareTo(usual) > 0 ? byRate : usual;
    }

    /** {@return what is done about frames that are never closed} */
    public LeakDetection leakDetection() {
        return wishes.leakDetection;
    }

    /** {@return true if each handle has a mapping of its own} */
    public boolean isParanoid() {
        return wishes.paranoid;
    }

    /** {@return who is told what happens, null for nobody} */
    public @Nullable CaptureRecorder recorder() {
        return wishes.recorder;
    }

    @Override
    public String toString() {
        return "CaptureSpec("
                + wishes.streams.stream().map(StreamSpec::toString).collect(Collectors.joining(", ")) + ", "
                + wishes.policy + ")";
    }
}
