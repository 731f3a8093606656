package io.github.reactorlibcamera.micrometer;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraConfiguration;
import io.github.reactorlibcamera.CaptureSession;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.CaptureStatistics;
import io.github.reactorlibcamera.CompletedRequest;
import io.github.reactorlibcamera.ControlInfo;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.StreamFormat;
import io.github.reactorlibcamera.StreamRole;
import java.util.List;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A camera with an id and numbers. */
final class StubCamera implements Camera {
    private final String id;
    private final boolean simulated;
    private volatile CaptureStatistics statistics = buffers(0, 0, 0, 0, 0, 0);

    StubCamera(String id, boolean simulated) {
        this.id = id;
        this.simulated = simulated;
    }

    void set(CaptureStatistics now) {
        statistics = now;
    }

    static CaptureStatistics buffers(int free, int leased, int queued, int waiting, int lent, int abandoned) {
        return new CaptureStatistics(1, true, 0, 0, 0, 0, 0, 0, 0, free, leased, queued, waiting, lent, abandoned);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String model() {
        return "Stub";
    }

    @Override
    public Location location() {
        return Location.UNKNOWN;
    }

    @Override
    public boolean isSimulated() {
        return simulated;
    }

    @Override
    public CaptureStatistics statistics() {
        return statistics;
    }

    @Override
    public Mono<List<StreamFormat>> formats(StreamRole role) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<List<ControlInfo>> controls() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<ControlList> properties() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<CameraConfiguration> validate(CaptureSpec spec) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Flux<Frame> frames(CaptureSpec spec) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Flux<Frame> sharedFrames(CaptureSpec spec) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Flux<CompletedRequest> requests(CaptureSpec spec) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Flux<CompletedRequest> requests(CaptureSpec spec, Publisher<ControlList> settings) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> Flux<T> withSession(
            CaptureSpec spec, Function<? super CaptureSession, ? extends Publisher<? extends T>> use) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<CaptureSession> open(CaptureSpec spec) {
        throw new UnsupportedOperationException();
    }
}
