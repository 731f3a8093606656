package io.github.reactorlibcamera.micrometer;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CaptureRecorder;
import io.github.reactorlibcamera.CaptureSpec;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.Objects;

/**
 * Keeps the meters that {@link CaptureMeters} lists of all sessions whose {@link CaptureSpec} has it as its recorder.
 *
 * <pre>{@code
 * CaptureRecorder recorder = new MicrometerCaptureRecorder(registry);
 * camera.frames(CaptureSpec.viewfinder().recorder(recorder), frame -> ...)
 * }</pre>
 *
 * <p>Meters are looked up when a session starts; a frame costs their updates and no allocation. They stay in the registry when a session
 * ends, and the camera's next one goes on with them. Any number of recorders may share a registry. Thread-safe.
 */
public final class MicrometerCaptureRecorder implements CaptureRecorder {
    private final MeterRegistry registry;
    private final Tags tags;

    /**
     * A recorder.
     *
     * @param registry to keep the meters in
     */
    public MicrometerCaptureRecorder(MeterRegistry registry) {
        this(registry, Tags.empty());
    }

    /**
     * A recorder whose meters have more tags.
     *
     * @param registry to keep the meters in
     * @param tags of each meter, beside those that {@link CaptureTags} lists
     */
    public MicrometerCaptureRecorder(MeterRegistry registry, Iterable<? extends Tag> tags) {
        this.registry = Objects.requireNonNull(registry, "registry");
        this.tags = Tags.of(tags);
    }

    @Override
    public SessionRecorder sessionStarted(Camera camera) {
        return new SessionMeters(registry, tags.and(CaptureTags.CAMERA.asString(), idWithoutOptions(camera)), camera);
    }

    /** A real camera's id may have any character; that of a simulated one has its options after a question mark. */
    private static String idWithoutOptions(Camera camera) {
        String id = camera.id();
        int options = camera.isSimulated() ? id.indexOf('?') : -1;
        return options < 0 ? id : id.substring(0, options);
    }
}
