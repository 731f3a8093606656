package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraConfiguration;
import io.github.reactorlibcamera.CaptureSession;
import io.github.reactorlibcamera.CaptureStatistics;
import io.github.reactorlibcamera.CompletedRequest;
import io.github.reactorlibcamera.ControlInfo;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.RequestLease;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A user's hold on a session: once nobody can reach it, nor is subscribed through it, the session is closed. Some operators, the
 * subscriber behind {@code Mono.subscribe(Consumer)} among them, drop what comes as they are cancelled, without telling the source:
 * then nobody has it who could close it. Thread-safe.
 */
final class SessionHandle implements CaptureSession {
    private final EngineSession session;

    private SessionHandle(EngineSession session) {
        this.session = session;
    }

    static CaptureSession of(EngineSession session) {
        SessionHandle handle = new SessionHandle(session);
        LeakTracker.CLEANER.register(handle, session::abandoned);
        return handle;
    }

    @Override
    public Flux<CompletedRequest> requests() {
        return session.requests(this::request);
    }

    @Override
    public Flux<RequestLease> leases() {
        return session.leases(this::lease);
    }

    /** Of this handle, and not static: so whoever is subscribed reaches it. */
    private CompletedRequest request(LentFrame frame) {
        return LentRequest.of(frame);
    }

    /** As {@link #request}. */
    private RequestLease lease(RequestLease lease) {
        return lease;
    }

    @Override
    public Camera camera() {
        return session.camera();
    }

    @Override
    public CameraConfiguration configuration() {
        return session.configuration();
    }

    @Override
    public List<ControlInfo> controls() {
        return session.controls();
    }

    @Override
    public void controls(ControlList settings) {
        session.controls(settings);
    }

    @Override
    public void pause() {
        session.pause();
    }

    @Override
    public void resume() {
        session.resume();
    }

    @Override
    public boolean isPaused() {
        return session.isPaused();
    }

    @Override
    public CaptureStatistics statistics() {
        return session.statistics();
    }

    @Override
    public Mono<Void> closeLater() {
        return session.closeLater();
    }
}
