package io.github.reactorlibcamera;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What to capture. Immutable: each method returns a changed copy. What is left out is negotiated with the camera; what is given
 * is met, or the capture fails with {@link ConfigurationRejectedException}, unless {@link #acceptAdjusted()} says otherwise.
 */
public final class CaptureSpec {
    /** The most buffers a session can have. */
    public static final int MAXIMUM_BUFFERS = 64;

    private final StreamRole role;
    private final @Nullable Size size;
    private final @Nullable PixelFormat pixelFormat;
    private final int bufferCount;
    private final Duration frameDuration;
    private final BufferMemory memory;
    private final CapturePolicy policy;
    private final boolean adjustedAccepted;

    private CaptureSpec(
            StreamRole role,
            @Nullable Size size,
            @Nullable PixelFormat pixelFormat,
            int bufferCount,
            Duration frameDuration,
            BufferMemory memory,
            CapturePolicy policy,
            boolean adjustedAccepted) {
        if (policy == CapturePolicy.LATEST && bufferCount == 1) {
            throw new IllegalArgumentException("LATEST needs at least 2 buffers, one to wait while another is filled");
        }
        this.role = role;
        this.size = size;
        this.pixelFormat = pixelFormat;
        this.bufferCount = bufferCount;
        this.frameDuration = frameDuration;
        this.memory = memory;
        this.policy = policy;
        this.adjustedAccepted = adjustedAccepted;
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
        return new CaptureSpec(
                Objects.requireNonNull(role, "role"),
                null,
                null,
                0,
                Duration.ZERO,
                BufferMemory.AUTO,
                CapturePolicy.DEMAND,
                false);
    }

    /**
     * Asks for a size.
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
     * Asks for a size.
     *
     * @param wanted the size
     * @return a changed copy
     */
    public CaptureSpec size(Size wanted) {
        return new CaptureSpec(
                role,
                Objects.requireNonNull(wanted, "size"),
                pixelFormat,
                bufferCount,
                frameDuration,
                memory,
                policy,
                adjustedAccepted);
    }

    /**
     * Asks for a pixel format.
     *
     * @param wanted the format
     * @return a changed copy
     */
    public CaptureSpec pixelFormat(PixelFormat wanted) {
        return new CaptureSpec(
                role,
                size,
                Objects.requireNonNull(wanted, "pixelFormat"),
                bufferCount,
                frameDuration,
                memory,
                policy,
                adjustedAccepted);
    }

    /**
     * Asks for a number of buffers: how many frames can be queued, waiting and lent at once. Some cameras have a number of
     * their own, which {@link CameraConfiguration#bufferCount()} tells.
     *
     * @param wanted 1 to {@value #MAXIMUM_BUFFERS}
     * @return a changed copy
     * @throws IllegalArgumentException if it is out of range, or 1 with {@link CapturePolicy#LATEST}
     */
    public CaptureSpec bufferCount(int wanted) {
        if (wanted < 1 || wanted > MAXIMUM_BUFFERS) {
            throw new IllegalArgumentException("bufferCount is 1 to " + MAXIMUM_BUFFERS + ", not " + wanted);
        }
        return new CaptureSpec(role, size, pixelFormat, wanted, frameDuration, memory, policy, adjustedAccepted);
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
        return new CaptureSpec(
                role,
                size,
                pixelFormat,
                bufferCount,
                Duration.ofNanos(Math.round(1e9 / framesPerSecond)),
                memory,
                policy,
                adjustedAccepted);
    }

    /**
     * Asks for a kind of memory.
     *
     * @param wanted the kind
     * @return a changed copy
     */
    public CaptureSpec memory(BufferMemory wanted) {
        return new CaptureSpec(
                role,
                size,
                pixelFormat,
                bufferCount,
                frameDuration,
                Objects.requireNonNull(wanted, "memory"),
                policy,
                adjustedAccepted);
    }

    /**
     * Sets when requests are queued and what becomes of frames nobody asked for.
     *
     * @param wanted the policy
     * @return a changed copy
     * @throws IllegalArgumentException for {@link CapturePolicy#LATEST} with fewer than two buffers
     */
    public CaptureSpec policy(CapturePolicy wanted) {
        return new CaptureSpec(
                role,
                size,
                pixelFormat,
                bufferCount,
                frameDuration,
                memory,
                Objects.requireNonNull(wanted, "policy"),
                adjustedAccepted);
    }

    /** {@return a copy with which a size or pixel format that the camera adjusts is accepted} */
    public CaptureSpec acceptAdjusted() {
        return new CaptureSpec(role, size, pixelFormat, bufferCount, frameDuration, memory, policy, true);
    }

    /** {@return what the stream is for} */
    public StreamRole role() {
        return role;
    }

    /** {@return the size asked for, null for the camera's default} */
    public @Nullable Size size() {
        return size;
    }

    /** {@return the format asked for, null for the camera's default} */
    public @Nullable PixelFormat pixelFormat() {
        return pixelFormat;
    }

    /** {@return the number of buffers asked for, 0 for the camera's default} */
    public int bufferCount() {
        return bufferCount;
    }

    /** {@return the time between two frames asked for, zero for the camera's default} */
    public Duration frameDuration() {
        return frameDuration;
    }

    /** {@return the kind of memory} */
    public BufferMemory memory() {
        return memory;
    }

    /** {@return the policy} */
    public CapturePolicy policy() {
        return policy;
    }

    /** {@return true if a size or format that the camera adjusts is accepted} */
    public boolean isAdjustedAccepted() {
        return adjustedAccepted;
    }

    @Override
    public String toString() {
        return "CaptureSpec(" + role + ", " + (size == null ? "any size" : size) + ", "
                + (pixelFormat == null ? "any format" : pixelFormat) + ", " + policy + ")";
    }
}
