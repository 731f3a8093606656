package io.github.reactorlibcamera.micrometer;

import static io.github.reactorlibcamera.micrometer.CaptureMeters.ERRORS;
import static io.github.reactorlibcamera.micrometer.CaptureMeters.FRAMES;
import static io.github.reactorlibcamera.micrometer.CaptureMeters.LATENCY;
import static io.github.reactorlibcamera.micrometer.CaptureMeters.SESSIONS;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CaptureRecorder.SessionRecorder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The meters of one session, looked up once. Thread-safe as they are. */
final class SessionMeters implements SessionRecorder {
    private final MeterRegistry registry;
    private final Tags tags;
    private final Counter delivered;
    private final Counter dropped;
    private final Counter stale;
    private final Counter failed;
    private final Counter lost;
    private final Timer latency;
    private final BufferGauges buffers;

    SessionMeters(MeterRegistry registry, Tags tags, Camera camera) {
        this.registry = registry;
        this.tags = tags;
        this.delivered = frames("delivered");
        this.dropped = frames("dropped");
        this.stale = frames("stale");
        this.failed = frames("failed");
        this.lost = frames("lost");
        this.latency = Timer.builder(LATENCY.getName())
                .description("From when a picture was taken until it is handed to the subscriber")
                .tags(tags)
                .register(registry);
        this.buffers = BufferGauges.register(registry, tags, camera);
        counter(SESSIONS, "Capture sessions that started", tags).increment();
    }

    private Counter frames(String outcome) {
        return counter(FRAMES, "Frames by what became of them", tags.and(CaptureTags.OUTCOME.asString(), outcome));
    }

    private Counter counter(CaptureMeters meter, String description, Tags all) {
        return Counter.builder(meter.getName())
                .description(description)
                .baseUnit(meter.getBaseUnit())
                .tags(all)
                .register(registry);
    }

    @Override
    public void delivered(long latencyNanos) {
        delivered.increment();
        // The clocks of camera and JVM are compared: a picture may seem to come from the future.
        latency.record(Math.max(0, latencyNanos), TimeUnit.NANOSECONDS);
    }

    @Override
    public void dropped() {
        dropped.increment();
    }

    @Override
    public void stale() {
        stale.increment();
    }

    @Override
    public void failed() {
        failed.increment();
    }

    @Override
    public void lost(long frames) {
        lost.increment((double) frames);
    }

    @Override
    public void ended(@Nullable Throwable reason) {
        buffers.sessionEnded();
        if (reason != null) {
            counter(ERRORS, "Capture sessions that ended with an error", tags.and(exception(reason)))
                    .increment();
        }
    }

    private static Tags exception(Throwable reason) {
        String name = reason.getClass().getSimpleName();
        return Tags.of(
                CaptureTags.EXCEPTION.asString(),
                name.isEmpty() ? reason.getClass().getName() : name);
    }
}
