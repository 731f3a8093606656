package io.github.reactorlibcamera.test;

import io.github.reactorlibcamera.CameraConfiguration;
import io.github.reactorlibcamera.CameraConfiguration.Adjustment;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.ConfigurationRejectedException;
import io.github.reactorlibcamera.StreamFormat;
import io.github.reactorlibcamera.StreamRole;
import io.github.reactorlibcamera.spi.BackendCamera;
import io.github.reactorlibcamera.spi.BackendSession;
import io.github.reactorlibcamera.spi.CameraDescriptor;
import io.github.reactorlibcamera.test.ScriptedCamera.Call;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

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
    public CameraConfiguration validate(CaptureSpec spec) {
        return configuration(spec, backend.layout());
    }

    private CameraConfiguration configuration(CaptureSpec spec, FrameLayout layout) {
        Set<Adjustment> adjusted = EnumSet.noneOf(Adjustment.class);
        if (spec.pixelFormat() != null && !spec.pixelFormat().equals(layout.format())) {
            adjusted.add(Adjustment.PIXEL_FORMAT);
        }
        if (spec.size() != null && !spec.size().equals(layout.size())) {
            adjusted.add(Adjustment.SIZE);
        }
        if (!adjusted.isEmpty() && !spec.isAdjustedAccepted()) {
            throw new ConfigurationRejectedException(
                    "camera " + camera.id() + " captures " + layout + " only, not " + spec, camera.id(), EINVAL);
        }
        Duration wanted = spec.frameDuration();
        Duration paced = backend.pace().frameDuration();
        if (!paced.isZero() && !wanted.isZero() && !wanted.equals(paced)) {
            adjusted.add(Adjustment.FRAME_RATE);
        }
        return new CameraConfiguration(
                List.of(layout.stream(spec.role())),
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
        FrameLayout layout = backend.layout();
        return camera.configured(new ScriptedSlots(camera, backend, configuration(spec, layout), layout));
    }

    @Override
    public void close() {
        if (camera.release(this)) {
            camera.called(Call.RELEASE);
        }
    }
}
