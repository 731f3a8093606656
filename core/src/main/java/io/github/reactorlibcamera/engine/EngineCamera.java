package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraConfiguration;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureSession;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.CaptureStatistics;
import io.github.reactorlibcamera.CompletedRequest;
import io.github.reactorlibcamera.ControlInfo;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.StreamFormat;
import io.github.reactorlibcamera.StreamRole;
import io.github.reactorlibcamera.spi.BackendCamera;
import io.github.reactorlibcamera.spi.CameraDescriptor;
import io.github.reactorlibcamera.spi.CameraSystem;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A camera by the id it was asked for with, options included. Immutable: what changes is in its {@link CameraControl}. */
final class EngineCamera implements Camera {
    private final CameraSystem system;
    private final String openId;
    private final CameraDescriptor descriptor;
    private final CameraControl control;

    EngineCamera(CameraSystem system, String openId, CameraDescriptor descriptor, CameraControl control) {
        this.system = system;
        this.openId = openId;
        this.descriptor = descriptor;
        this.control = control;
    }

    @Override
    public String id() {
        return openId;
    }

    @Override
    public String model() {
        return descriptor.model();
    }

    @Override
    public Location location() {
        return descriptor.location();
    }

    @Override
    public boolean isSimulated() {
        return descriptor.simulated();
    }

    @Override
    public Mono<List<StreamFormat>> formats(StreamRole role) {
        Objects.requireNonNull(role, "role");
        return ask(backend -> backend.formats(role));
    }

    @Override
    public Mono<CameraConfiguration> validate(CaptureSpec spec) {
        Objects.requireNonNull(spec, "spec");
        return ask(backend -> backend.validate(spec));
    }

    @Override
    public Mono<List<ControlInfo>> controls() {
        return ask(BackendCamera::controls);
    }

    @Override
    public Mono<ControlList> properties() {
        return ask(BackendCamera::properties);
    }

    /** A question to a handle of its own, asked on the control thread. */
    private <T> Mono<T> ask(Function<BackendCamera, T> question) {
        return Mono.<T>create(sink -> {
                    boolean accepted = control.execute(() -> {
                        try (BackendCamera backend = system.open(openId)) {
                            sink.success(question.apply(backend));
                        } catch (Throwable e) {
                            sink.error(e);
                        }
                    });
                    if (!accepted) {
                        sink.error(control.closedError());
                    }
                })
                .publishOn(Schedulers.boundedElastic()); // the subscriber's work is not the control thread's
    }

    @Override
    public Flux<Frame> frames(CaptureSpec spec) {
        int streams = spec.streams().size();
        if (streams > 1) {
            throw new IllegalArgumentException("frames are those of one stream, and this spec has " + streams
                    + ": take Camera.requests(spec), whose elements have a frame of each");
        }
        return capture(spec, null, frame -> frame);
    }

    @Override
    public Flux<Frame> sharedFrames(CaptureSpec spec) {
        return new SharedFrames(frames(spec.policy(CapturePolicy.LATEST)));
    }

    @Override
    public Flux<CompletedRequest> requests(CaptureSpec spec) {
        return capture(spec, null, LentRequest::of);
    }

    @Override
    public Flux<CompletedRequest> requests(CaptureSpec spec, Publisher<ControlList> settings) {
        return capture(spec, Objects.requireNonNull(settings, "settings"), LentRequest::of);
    }

    private <T extends AutoCloseable> Flux<T> capture(
            CaptureSpec spec,
            @Nullable Publisher<ControlList> settings,
            Function<? super LentFrame, ? extends T> wrap) {
        Objects.requireNonNull(spec, "spec");
        return new Flux<>() {
            @Override
            public void subscribe(CoreSubscriber<? super T> actual) {
                EngineSession.subscribe(EngineCamera.this, control, spec, settings, actual, wrap);
            }
        };
    }

    /** A cancel ends the session at once, wherever its hand-over is: who subscribes again right after does not find it busy. */
    @Override
    public <T> Flux<T> withSession(
            CaptureSpec spec, Function<? super CaptureSession, ? extends Publisher<? extends T>> use) {
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(use, "use");
        return Flux.defer(() -> {
            AtomicReference<@Nullable EngineSession> opened = new AtomicReference<>();
            Mono<CaptureSession> opening =
                    Mono.create(sink -> opened.set(EngineSession.open(this, control, spec, sink, session -> session)));
            return Flux.<T, CaptureSession>usingWhen(opening, use, CaptureSession::closeLater)
                    .doOnCancel(() -> {
                        EngineSession session = opened.get();
                        if (session != null) {
                            session.end(null);
                        }
                    });
        });
    }

    @Override
    public Mono<CaptureSession> open(CaptureSpec spec) {
        Objects.requireNonNull(spec, "spec");
        return Mono.create(sink -> EngineSession.open(this, control, spec, sink, SessionHandle::of));
    }

    @Override
    public CaptureStatistics statistics() {
        return control.statistics();
    }

    @Override
    public String toString() {
        return "Camera(" + openId + ")";
    }
}
