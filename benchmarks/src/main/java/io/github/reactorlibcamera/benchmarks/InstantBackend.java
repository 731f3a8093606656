package io.github.reactorlibcamera.benchmarks;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraConfiguration;
import io.github.reactorlibcamera.CameraNotFoundException;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.LibcameraStatus;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.Size;
import io.github.reactorlibcamera.StreamConfiguration;
import io.github.reactorlibcamera.StreamFormat;
import io.github.reactorlibcamera.StreamRole;
import io.github.reactorlibcamera.spi.BackendCamera;
import io.github.reactorlibcamera.spi.BackendSession;
import io.github.reactorlibcamera.spi.CameraBackend;
import io.github.reactorlibcamera.spi.CameraDescriptor;
import io.github.reactorlibcamera.spi.CameraSystem;
import java.util.List;
import java.util.Set;

/** A camera that completes each request while it is queued, so that only the engine takes time. */
final class InstantBackend implements CameraBackend {
    static final String CAMERA = "instant";

    private static final CameraDescriptor DESCRIPTOR =
            new CameraDescriptor(CAMERA, "Instant", Camera.Location.UNKNOWN, true);

    @Override
    public CameraSystem start() {
        return new InstantSystem();
    }

    private static final class InstantSystem implements CameraSystem {
        @Override
        public List<CameraDescriptor> cameras() {
            return List.of(DESCRIPTOR);
        }

        @Override
        public BackendCamera open(String id) {
            if (!id.equals(CAMERA)) {
                throw new CameraNotFoundException("no camera \"" + id + "\"", id, 19);
            }
            return new InstantCamera();
        }

        @Override
        public LibcameraStatus libcamera() {
            return new LibcameraStatus(LibcameraStatus.State.LEFT_OUT, "", "", "");
        }

        @Override
        public void close() {}
    }

    private static final class InstantCamera implements BackendCamera {
        @Override
        public CameraDescriptor descriptor() {
            return DESCRIPTOR;
        }

        @Override
        public List<StreamFormat> formats(StreamRole role) {
            return List.of();
        }

        @Override
        public CameraConfiguration validate(CaptureSpec spec) {
            return new CameraConfiguration(
                    List.of(new StreamConfiguration(spec.role(), PixelFormat.NV12, new Size(32, 16), 32, 768)),
                    spec.bufferCount(),
                    spec.memory(),
                    spec.frameDuration(),
                    Set.of());
        }

        @Override
        public void acquire() {}

        @Override
        public BackendSession configure(CaptureSpec spec) {
            return new InstantSession(validate(spec));
        }

        @Override
        public void close() {}
    }
}
