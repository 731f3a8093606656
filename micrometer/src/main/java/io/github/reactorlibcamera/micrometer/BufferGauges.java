package io.github.reactorlibcamera.micrometer;

import static io.github.reactorlibcamera.micrometer.CaptureMeters.BUFFERS;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CaptureStatistics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.lang.ref.WeakReference;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the gauges of a camera look at. The registry holds it, and it holds the camera as long as the session runs, weakly after it: so
 * gauges have a value as long as there is something to tell, and keep nothing alive. Thread-safe.
 */
final class BufferGauges {
    private final WeakReference<Camera> last;

    /** Null once the session has ended. Set by the constructor and the control thread; only there to be held. */
    @SuppressWarnings("UnusedVariable")
    private volatile @Nullable Camera running;

    private BufferGauges(Camera camera) {
        this.running = camera;
        this.last = new WeakReference<>(camera);
    }

    static BufferGauges register(MeterRegistry registry, Tags tags, Camera camera) {
        BufferGauges gauges = new BufferGauges(camera);
        gauges.register(registry, tags, "free", CaptureStatistics::free);
        gauges.register(registry, tags, "leased", CaptureStatistics::leased);
        gauges.register(registry, tags, "queued", CaptureStatistics::queued);
        gauges.register(registry, tags, "waiting", CaptureStatistics::waiting);
        gauges.register(registry, tags, "lent", CaptureStatistics::lent);
        gauges.register(registry, tags, "abandoned", CaptureStatistics::abandoned);
        return gauges;
    }

    /** In the place of the one that looks at an earlier session: a registry would go on with that and ignore this. */
    private void register(MeterRegistry registry, Tags tags, String state, ToIntFunction<CaptureStatistics> count) {
        Tags all = tags.and(CaptureTags.STATE.asString(), state);
        registry.removeByPreFilterId(
                new Meter.Id(BUFFERS.getName(), all, BUFFERS.getBaseUnit(), null, BUFFERS.getType()));
        Gauge.builder(BUFFERS.getName(), this, gauges -> gauges.value(count))
                .description("Buffers by where they are")
                .baseUnit(BUFFERS.getBaseUnit())
                .tags(all)
                .strongReference(true)
                .register(registry);
    }

    private int value(ToIntFunction<CaptureStatistics> count) {
        Camera camera = last.get();
        return camera == null ? 0 : count.applyAsInt(camera.statistics());
    }

    void sessionEnded() {
        running = null;
    }
}
