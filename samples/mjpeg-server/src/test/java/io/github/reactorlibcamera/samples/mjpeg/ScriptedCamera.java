package io.github.reactorlibcamera.samples.mjpeg;

import io.github.reactorlibcamera.BufferMemory;
import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraConfiguration;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.CaptureStatistics;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.Size;
import io.github.reactorlibcamera.StreamFormat;
import io.github.reactorlibcamera.StreamRole;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/** A camera that gives a frame when a test says so, or fails. */
final class ScriptedCamera implements Camera {
    static final Size SIZE = new Size(320, 240);

    private final String id;
    private final AtomicLong sessions = new AtomicLong();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();
    private volatile @Nullable FluxSink<Frame> session;
    private volatile @Nullable RuntimeException refusal;

    ScriptedCamera(String id) {
        this.id = id;
    }

    /** From now on it cannot be started, for this reason; null lets it start again. */
    void refuse(@Nullable RuntimeException reason) {
        refusal = reason;
    }

    /** Gives a frame to the session that runs, if one does. Not to be called by two threads at a time. */
    void frame() {
        FluxSink<Frame> running = session;
        if (running != null) {
            open.incrementAndGet();
            running.next(new ScriptedFrame(delivered.incrementAndGet(), SIZE, open::decrementAndGet));
        }
    }

    void fail(RuntimeException error) {
        FluxSink<Frame> running = session;
        if (running != null) {
            running.error(error);
        }
    }

    long sessions() {
        return sessions.get();
    }

    boolean isRunning() {
        return session != null;
    }

    int openFrames() {
        return open.get();
    }

    @Override
    public Flux<Frame> frames(CaptureSpec spec) {
        return Flux.create(
                sink -> {
                    RuntimeException reason = refusal;
                    if (reason != null) {
                        sink.error(reason);
                        return;
                    }
                    sessions.incrementAndGet();
                    delivered.set(0);
                    sink.onDispose(() -> session = null);
                    session = sink;
                },
                FluxSink.OverflowStrategy.LATEST);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String model() {
        return "Test \"Cam\" 9000";
    }

    @Override
    public Location location() {
        return Location.EXTERNAL;
    }

    @Override
    public boolean isSimulated() {
        return id.startsWith("simulated:");
    }

    @Override
    public Mono<List<StreamFormat>> formats(StreamRole role) {
        return Mono.just(List.of(new StreamFormat(PixelFormat.RGB888, SIZE, SIZE, 0, 0)));
    }

    @Override
    public Mono<CameraConfiguration> validate(CaptureSpec spec) {
        return Mono.just(new CameraConfiguration(
                List.of(ScriptedFrame.stream(SIZE)), 4, BufferMemory.MEMFD, Duration.ZERO, Set.of()));
    }

    @Override
    public CaptureStatistics statistics() {
        return new CaptureStatistics(
                sessions.get(), session != null, delivered.get(), 0, 0, 0, 4 - open.get(), 0, 0, open.get());
    }
}
