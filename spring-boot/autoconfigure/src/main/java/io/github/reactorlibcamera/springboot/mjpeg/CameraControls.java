package io.github.reactorlibcamera.springboot.mjpeg;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraNotFoundException;
import io.github.reactorlibcamera.CaptureSession;
import io.github.reactorlibcamera.ControlInfo;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.Frame;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** The controls of a camera as clients set them: for the session that runs, and for those to come. Thread-safe. */
final class CameraControls {
    private static final Logger log = LoggerFactory.getLogger(CameraControls.class);
    private static final long METADATA_PERIOD = 1_000_000_000L;

    private final Camera camera;

    /** What clients have set. Written under this object's monitor, as the session is; read by everybody. */
    private volatile ControlList settings = ControlList.EMPTY;

    private volatile @Nullable CaptureSession session;

    /** What the camera told of late; by the session's worker, read by everybody. */
    private volatile ControlList metadata = ControlList.EMPTY;

    /** When it told that; of the session's worker alone. */
    private long metadataAt;

    CameraControls(Camera camera) {
        this.camera = camera;
    }

    ControlList metadata() {
        return metadata;
    }

    /** A session runs. What clients have set holds for it, but for what it refuses as it is configured, which is forgotten. */
    synchronized void opened(CaptureSession opened) {
        session = opened;
        metadataAt = System.nanoTime() - METADATA_PERIOD;
        ControlList taken = ControlList.EMPTY;
        for (Map.Entry<String, Object> setting : settings.asMap().entrySet()) {
            ControlList more = taken.with(ControlList.of(Map.of(setting.getKey(), setting.getValue())));
            try {
                if (!give(opened, more)) {
                    return; // its subscriber is told why
                }
                taken = more;
            } catch (IllegalArgumentException e) {
                log.warn("camera {} does not take a setting any more: {}", camera.id(), e.getMessage());
            }
        }
        settings = taken;
    }

    /** {@return true if that session was the last that opened} */
    synchronized boolean closed(CaptureSession closed) {
        boolean last = session == closed;
        if (last) {
            session = null;
        }
        return last;
    }

    /** Looks at a frame's metadata, which costs, once a second. Session's worker. */
    void see(Frame frame) {
        if (frame.completedAt() - metadataAt >= METADATA_PERIOD) {
            metadataAt = frame.completedAt();
            metadata = frame.metadata();
        }
    }

    /** {@return the controls, with what holds now} Fails with a {@link io.github.reactorlibcamera.CameraException}. */
    Mono<List<ControlState>> describe() {
        return infos().map(infos ->
                infos.stream().map(info -> ControlState.of(info, current(info))).toList());
    }

    /**
     * Sets controls, all or none.
     *
     * @param wanted values by name, with or without {@code libcamera::}
     * @return fails with a {@link BadParameterException} for a control that the camera has not got, or not with such a value
     */
    Mono<Void> change(Map<String, @Nullable Object> wanted) {
        return infos().doOnNext(infos -> apply(converted(wanted, infos))).then();
    }

    private Mono<List<ControlInfo>> infos() {
        return Mono.defer(() -> {
            CaptureSession running = session;
            return running == null
                    ? camera.controls().onErrorMap(CameraNotFoundException.class, LiveCapture::gone)
                    : Mono.just(running.controls());
        });
    }

    private synchronized void apply(ControlList changes) {
        ControlList all = settings.with(changes);
        CaptureSession running = session;
        try {
            if (running != null) {
                give(running, all);
            }
        } catch (IllegalArgumentException e) {
            throw new BadParameterException(String.valueOf(e.getMessage()));
        }
        settings = all;
    }

    /** {@return false if the session has just ended: the next one takes the settings} Throws what a wrong setting throws. */
    private boolean give(CaptureSession to, ControlList all) {
        try {
            to.controls(all);
            return true;
        } catch (IllegalStateException e) {
            log.debug("camera {}: its session has just ended", camera.id(), e);
            return false;
        }
    }

    private static ControlList converted(Map<String, @Nullable Object> wanted, List<ControlInfo> infos) {
        Map<String, Object> values = new LinkedHashMap<>();
        wanted.forEach((name, value) -> {
            ControlInfo info = find(name, infos);
            if (value == null) {
                throw new BadParameterException(info.name() + " is a value, not null");
            }
            try {
                values.put(info.name(), info.convert(value));
            } catch (IllegalArgumentException e) {
                throw new BadParameterException(String.valueOf(e.getMessage()));
            }
        });
        return ControlList.of(values);
    }

    private static ControlInfo find(String name, List<ControlInfo> infos) {
        return infos.stream()
                .filter(info -> info.name().equals(name) || info.name().equals("libcamera::" + name))
                .findFirst()
                .orElseThrow(() -> new BadParameterException("there is no control \"" + name + "\"; the camera has "
                        + infos.stream().map(ControlInfo::name).collect(Collectors.joining(", "))));
    }

    private @Nullable Object current(ControlInfo info) {
        Object set = settings.asMap().get(info.name());
        Object told = set == null ? metadata.asMap().get(info.name()) : set;
        return told == null ? info.defaultValue() : told;
    }
}
