package io.github.reactorlibcamera.scripted;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraBusyException;
import io.github.reactorlibcamera.CameraConfiguration;
import io.github.reactorlibcamera.CameraNotFoundException;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.ConfigurationRejectedException;
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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A system with one camera, {@value #CAMERA}, that does what a test tells it. Thread-safe. */
public final class ScriptedBackend implements CameraBackend {
    /** The only camera's id. */
    public static final String CAMERA = "scripted:0";

    private static final PixelFormat FORMAT = PixelFormat.NV12;
    private static final Size SIZE = new Size(32, 16);

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Throwable> failures = new ConcurrentHashMap<>();
    private final boolean automatic;
    private @Nullable BackendCamera owner;
    private volatile @Nullable ScriptedSession session;

    private ScriptedBackend(boolean automatic) {
        this.automatic = automatic;
    }

    /** {@return a camera that completes each request as soon as it is queued} */
    public static ScriptedBackend automatic() {
        return new ScriptedBackend(true);
    }

    /** {@return a camera that completes requests when {@link ScriptedSession#complete()} says so} */
    public static ScriptedBackend manual() {
        return new ScriptedBackend(false);
    }

    /** The next calls of this name fail, with an error or an unchecked exception: acquire, configure, start, stop or release. */
    public ScriptedBackend fail(String call, Throwable failure) {
        failures.put(call, failure);
        return this;
    }

    /** Calls of this name work again. */
    public void mend(String call) {
        failures.remove(call);
    }

    /** {@return what was called, in order} */
    public List<String> calls() {
        return calls;
    }

    /** {@return the session configured last} */
    public ScriptedSession session() {
        ScriptedSession current = session;
        if (current == null) {
            throw new IllegalStateException("nothing was configured yet");
        }
        return current;
    }

    /** {@return true once a session is configured} */
    public boolean isConfigured() {
        return session != null;
    }

    void called(String call) {
        calls.add(call);
        Throwable failure = failures.get(call);
        if (failure instanceof Error error) {
            throw error;
        } else if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    @Override
    public CameraSystem start() {
        return new ScriptedSystem();
    }

    private final class ScriptedSystem implements CameraSystem {
        private final CameraDescriptor descriptor =
                new CameraDescriptor(CAMERA, "Scripted Camera", Camera.Location.FRONT, true);

        @Override
        public List<CameraDescriptor> cameras() {
            return List.of(descriptor);
        }

        @Override
        public BackendCamera open(String id) {
            if (!id.equals(CAMERA)) {
                throw new CameraNotFoundException("no camera \"" + id + "\"; there are: " + CAMERA, id, 19);
            }
            return new Handle(descriptor);
        }

        @Override
        public LibcameraStatus libcamera() {
            return new LibcameraStatus(LibcameraStatus.State.LEFT_OUT, "", "", "");
        }

        @Override
        public void close() {
            called("close system");
        }
    }

    private final class Handle implements BackendCamera {
        private final CameraDescriptor descriptor;

        Handle(CameraDescriptor descriptor) {
            this.descriptor = descriptor;
        }

        @Override
        public CameraDescriptor descriptor() {
            return descriptor;
        }

        @Override
        public List<StreamFormat> formats(StreamRole role) {
            return List.of(new StreamFormat(FORMAT, SIZE, SIZE, 0, 0));
        }

        @Override
        public CameraConfiguration validate(CaptureSpec spec) {
            PixelFormat format = spec.pixelFormat();
            Size size = spec.size();
            if ((format != null && !format.equals(FORMAT)) || (size != null && !size.equals(SIZE))) {
                throw new ConfigurationRejectedException("only " + FORMAT + " " + SIZE + " is possible", CAMERA, 22);
            }
            return new CameraConfiguration(
                    List.of(new StreamConfiguration(spec.role(), FORMAT, SIZE, 32, 32 * 16 * 3 / 2)),
                    spec.bufferCount() == 0 ? 4 : spec.bufferCount(),
                    spec.memory(),
                    spec.frameDuration(),
                    Set.of());
        }

        @Override
        public void acquire() {
            called("acquire");
            synchronized (ScriptedBackend.this) {
                if (owner != null) {
                    throw new CameraBusyException("acquired already", CAMERA, 16);
                }
                owner = this;
            }
        }

        @Override
        public BackendSession configure(CaptureSpec spec) {
            called("configure");
            ScriptedSession configured = new ScriptedSession(ScriptedBackend.this, validate(spec), automatic);
            session = configured;
            return configured;
        }

        @Override
        public void close() {
            synchronized (ScriptedBackend.this) {
                if (owner == this) {
                    owner = null;
                    called("release");
                }
            }
        }
    }
}
