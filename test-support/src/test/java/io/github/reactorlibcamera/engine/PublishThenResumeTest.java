package io.github.reactorlibcamera.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureSession;
import io.github.reactorlibcamera.CompletedRequest;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.RequestLease;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/**
 * Everybody outside publishes first and resumes after. On a scheduler that runs what it is given at once, on the caller's thread, the
 * step is over when the resume returns: what was published after it would be lost for good.
 */
@Timeout(60)
class PublishThenResumeTest extends SessionFixture {
    private final List<Frame> frames = new CopyOnWriteArrayList<>();
    private final List<String> signals = new CopyOnWriteArrayList<>();
    private Subscription subscription = Operators.emptySubscription();

    @BeforeEach
    void subscribe() {
        camera.frames(spec.scheduler(Schedulers.immediate()).policy(CapturePolicy.DEMAND))
                .subscribe(new CoreSubscriber<>() {
                    @Override
                    public void onSubscribe(Subscription started) {
                        subscription = started;
                    }

                    @Override
                    public void onNext(Frame frame) {
                        frames.add(frame);
                    }

                    @Override
                    public void onError(Throwable why) {
                        signals.add(why.getClass().getSimpleName());
                    }

                    @Override
                    public void onComplete() {
                        signals.add("complete");
                    }
                });
        eventually(() -> camera.statistics().running());
        awaitQueued(0);
    }

    @Test
    void demand() {
        settle();
        subscription.request(2);
        assertThat(backend.session().queuedNow()).isEqualTo(2);
        subscription.request(1);
        assertThat(backend.session().queuedNow()).isEqualTo(3);
        subscription.cancel();
    }

    @Test
    void demandThatAWaitingFrameWillAnswerQueuesNothing() {
        subscription.cancel();
        CaptureSession session = open(spec.scheduler(Schedulers.immediate()));
        session.pause();
        StepVerifier.create(session.requests(), 1)
                .then(() -> complete(1))
                .then(() -> eventually(() -> session.statistics().waiting() == 1))
                .thenRequest(1)
                .then(() -> assertThat(backend.session().queuedNow()).isEqualTo(1))
                .then(session::resume)
                .consumeNextWith(CompletedRequest::close)
                .thenCancel()
                .verify(LIMIT);
        session.closeLater().block(LIMIT);
    }

    @Test
    void theReleaseOfAFrame() {
        settle();
        subscription.request(5);
        complete(4);
        eventually(() -> frames.size() == 4);
        assertThat(backend.session().queuedNow()).isZero();
        frames.get(2).close();
        assertThat(backend.session().queuedNow()).isEqualTo(1);
        frames.forEach(Frame::close);
        subscription.cancel();
    }

    @Test
    void theEnd() {
        settle();
        subscription.request(1);
        backend.camera().disconnect();
        eventually(() -> signals.equals(List.of("CameraDisconnectedException")));
    }

    @Test
    void leasesAndThePause() {
        subscription.cancel();
        CaptureSession session = open(spec.scheduler(Schedulers.immediate()));
        List<RequestLease> leases = new CopyOnWriteArrayList<>();
        session.leases().subscribe(leases::add);
        eventually(() -> leases.size() == 4);
        leases.get(0).queue();
        assertThat(backend.session().queuedNow()).isEqualTo(1);
        leases.get(1).close();
        assertThat(leases).hasSize(5); // leased anew at once
        leases.get(2).queue();
        List<CompletedRequest> requests = new CopyOnWriteArrayList<>();
        session.pause();
        session.requests().subscribe(requests::add);
        complete(2);
        eventually(() -> session.statistics().waiting() == 2);
        session.resume();
        assertThat(requests).hasSize(2);
        requests.forEach(CompletedRequest::close);
        session.closeLater().block(LIMIT);
    }

    @Test
    void suppliedSettings() {
        subscription.cancel();
        Sinks.Many<ControlList> settings = Sinks.many().unicast().onBackpressureBuffer();
        List<String> ends = new CopyOnWriteArrayList<>();
        camera.requests(spec.scheduler(Schedulers.immediate()), settings.asFlux())
                .subscribe(CompletedRequest::close, error -> ends.add("error"), () -> ends.add("complete"));
        eventually(
                () -> camera.statistics().sessions() == 2 && camera.statistics().running());
        settle();
        settings.emitNext(ControlList.of("libcamera::Brightness", 0.5f), Sinks.EmitFailureHandler.FAIL_FAST);
        assertThat(backend.session().queuedNow()).isEqualTo(1);
        complete(1);
        eventually(() -> camera.statistics().delivered() == 1);
        settings.emitComplete(Sinks.EmitFailureHandler.FAIL_FAST);
        eventually(() -> ends.equals(List.of("complete")));
    }
}
