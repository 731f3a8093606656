package io.github.reactorlibcamera.test;

import io.github.reactorlibcamera.BufferMemory;
import io.github.reactorlibcamera.CameraConfiguration;
import io.github.reactorlibcamera.CameraConfiguration.Adjustment;
import io.github.reactorlibcamera.CameraProperties;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.ConfigurationRejectedException;
import io.github.reactorlibcamera.ControlInfo;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.Orientation;
import io.github.reactorlibcamera.StreamFormat;
import io.github.reactorlibcamera.StreamRole;
import io.github.reactorlibcamera.StreamSpec;
import io.github.reactorlibcamera.spi.BackendCamera;
import io.github.reactorlibcamera.spi.BackendSession;
import io.github.reactorlibcamera.spi.CameraDescriptor;
import io.github.reactorlibcamera.test.ScriptedCamera.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/** A handle on a {@link ScriptedCamera}. Thread-safe: what changes is in the camera. */
final class ScriptedHandle implements BackendCamera {
    private static final int DEFAULT_BUFFERS = 4;
    private static final int EINVAL = 22;

    private final ScriptedBackend backend;
    private final ScriptedCamera camera;

    ScriptedHandle(ScriptedBackend backend, ScriptedCamera camera) {
        this.backend = backend;
        this.camera = camera;
    }

    @Override
    public CameraDescriptor descriptor() {
        return camera.descriptor();
    }

    @Override
    public List<StreamFormat> formats(StreamRole role) {
        FrameLayout layout = backend.layout();
        return List.of(new StreamFormat(layout.format(), layout.size(), layout.size(), 0, 0));
    }

    @Override
    public List<ControlInfo> controls() {
        return backend.controlInfos();
    }

    @Override
    public ControlList properties() {
        return ControlList.of(CameraProperties.MODEL, camera.descriptor().model());
    }

    @Override
    public CameraConfiguration validate(CaptureSpec spec) {
        return configuration(spec, layouts(spec));
    }

    /** The first stream is the camera's own; the others are what they were asked to be, else like the first. */
    private List<FrameLayout> layouts(CaptureSpec spec) {
        FrameLayout first = backend.layout();
        List<FrameLayout> layouts = new ArrayList<>(List.of(first));
        for (StreamSpec stream : spec.streams().subList(1, spec.streams().size())) {
            try {
                layouts.add(FrameLayout.of(
                        Objects.requireNonNullElse(stream.pixelFormat(), first.format()),
                        Objects.requireNonNullElse(stream.size(), first.size())));
            } catch (IllegalArgumentException e) {
                throw new ConfigurationRejectedException(String.valueOf(e.getMessage()), camera.id(), EINVAL);
            }
        }
        return layouts;
    }

    private CameraConfiguration configuration(CaptureSpec spec, List<FrameLayout> layouts) {
        FrameLayout layout = layouts.get(0);
        Set<Adjustment> adjusted = EnumSet.noneOf(Adjustment.class);
        if (spec.pixelFormat() != null && !spec.pixelFormat().equals(layout.format())) {
            adjusted.add(Adjustment.PIXEL_FORMAT);
        }
        if (spec.size() != null && !spec.size().equals(layout.size())) {
            adjusted.add(Adjustment.SIZE);
        }
        if (spec.memory() == BufferMemory.IMPORTED) {
            throw new ConfigurationRejectedException(
                    "camera " + camera.id() + " has memory of its own, and takes no other", camera.id(), EINVAL);
        }
        Orientation orientation = spec.orientation();
        if (orientation != null && orientation != Orientation.ROTATE_0) {
            adjusted.add(Adjustment.ORIENTATION);
        }
        if (spec.streams().stream().anyMatch(stream -> stream.colorSpace() != null)) {
            adjusted.add(Adjustment.COLOR_SPACE);
        }
        if (spec.sensor() != null) {
            adjusted.add(Adjustment.SENSOR);
        }
        if (!adjusted.isEmpty() && !spec.isAdjustedAccepted()) {
            throw new ConfigurationRejectedException(
                    "camera " + camera.id() + " captures " + layout + " only, upright and in one way, not " + spec,
                    camera.id(),
                    EINVAL);
        }
        Duration wanted = spec.frameDuration();
        Duration paced = backend.pace().frameDuration();
        if (!paced.isZero() && !wanted.isZero() && !wanted.equals(paced)) {
            adjusted.add(Adjustment.FRAME_RATE);
        }
        return new CameraConfiguration(
                IntStream.range(0, layouts.size())
                        .mapToObj(
                                i -> layouts.get(i).stream(spec.streams().get(i).role()))
                        .toList(),
                spec.bufferCount() == 0 ? DEFAULT_BUFFERS : spec.bufferCount(),
                spec.memory(),
                paced.isZero() ? wanted : paced,
                adjusted);
    }

    @Override
    public void acquire() {
        camera.called(Call.ACQUIRE);
        camera.acquire(this);
    }

    @Override
    public BackendSession configure(CaptureSpec spec) {
        camera.called(Call.CONFIGURE);
        List<FrameLayout> layouts = layouts(spec);
        return camera.configured(new ScriptedSlots(camera, backend, configuration(spec, layouts), layouts));
    }

    @Override
    public void close() {
        if (camera.release(this)) {
            camera.called(Call.RELEASE);
        }
    }
}
