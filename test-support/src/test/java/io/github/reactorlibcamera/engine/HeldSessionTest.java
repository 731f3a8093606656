package io.github.reactorlibcamera.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorlibcamera.CameraDisconnectedException;
import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureSession;
import io.github.reactorlibcamera.CompletedRequest;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.RequestLease;
import io.github.reactorlibcamera.test.ScriptedCamera.Call;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A session that somebody holds: its requests, leases, controls, pause and end. */
@Timeout(60)
class HeldSessionTest extends SessionFixture {
    private static final ControlList BRIGHT = ControlList.of("libcamera::Brightness", 0.5f);
    private static final ControlList LONG = ControlList.of("libcamera::ExposureTime", 20_000);

    private static long sequence(CompletedRequest request) {
        try (request) {
            return request.sequence();
        }
    }

    /** As on any camera that knows none: the lease goes on. */
    @Test
    void aFenceIsRefusedByACameraThatKnowsNone() {
        CaptureSession session = open(spec);
        List<RequestLease> leases = new CopyOnWriteArrayList<>();
        session.leases().take(4).subscribe(leases::add);
        eventually(() -> leases.size() == 4);
        RequestLease lease = leases.get(0);
        assertThatThrownBy(() -> lease.queueAfter(BRIGHT, 0)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(lease.isOver()).isFalse();
        leases.forEach(RequestLease::close);
        session.closeLater().block(LIMIT);
        assertReleasedWithoutLeaks();
    }

    @Test
    void withSessionClosesItWhenItsUseEnds() {
        StepVerifier.create(camera.withSession(
                        spec,
                        session -> session.requests()
                                .map(HeldSessionTest::sequence)
                                .take(2)))
                .then(() -> complete(2))
                .expectNext(0L, 1L)
                .expectComplete()
                .verify(LIMIT);
        assertThat(backend.camera().calls()).endsWith(Call.RELEASE);
        assertReleasedWithoutLeaks();
    }

    @Test
    void withSessionClosesItWhenItsUseFailsOrIsCancelled() {
        StepVerifier.create(camera.withSession(spec, session -> Mono.error(new IllegalStateException("use"))))
                .expectErrorMessage("use")
                .verify(LIMIT);
        assertThat(backend.camera().calls()).endsWith(Call.RELEASE);
        StepVerifier.create(camera.withSession(spec, session -> session.requests()), 0)
                .then(() -> eventually(() -> camera.statistics().running()))
                .thenCancel()
                .verify(LIMIT);
        assertReleasedWithoutLeaks();
    }

    @Test
    void anOpenThatFailsOrIsCancelledLeavesNothing() {
        backend.camera().fail(Call.START, new CameraException("no", "scripted:0", 5));
        StepVerifier.create(camera.open(spec)).expectErrorMessage("no").verify(LIMIT);
        backend.camera().mend(Call.START);
        backend.camera().hang(Call.START);
        Disposable cancelled = camera.open(spec).subscribe();
        eventually(() ->
                backend.camera().calls().stream().filter(Call.START::equals).count() == 2);
        cancelled.dispose();
        backend.camera().mend(Call.START);
        eventually(() ->
                backend.camera().calls().stream().filter(Call.RELEASE::equals).count() == 2);
        assertReleasedWithoutLeaks();
    }

    /** As Reactor's own subscribers do it with what comes while they are cancelled. */
    @Test
    void aSessionThatIsDroppedAsItIsDeliveredIsClosed() {
        camera.open(spec).subscribe(new BaseSubscriber<>() {});
        eventually(() -> backend.camera().calls().contains(Call.START));
        awaitCollected();
        assertReleasedWithoutLeaks();
    }

    @Test
    void aSessionThatNobodyAsksForIsClosed() {
        camera.open(spec).subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                // and requests nothing
            }
        });
        eventually(() -> backend.camera().calls().contains(Call.START));
        awaitCollected();
        assertReleasedWithoutLeaks();
    }

    @Test
    void aSessionThatIsForgottenIsClosed() {
        useAndForget();
        awaitCollected();
        assertReleasedWithoutLeaks();
    }

    private void useAndForget() {
        CaptureSession session = open(spec);
        takeOne(session);
        session.leases().take(1).doOnNext(RequestLease::close).blockLast(LIMIT);
    }

    @Test
    void aSessionIsNotForgottenWhileItsRequestsAreSubscribedTo() {
        List<Long> seen = new CopyOnWriteArrayList<>();
        Disposable subscriber =
                open(spec).requests().map(HeldSessionTest::sequence).subscribe(seen::add);
        goesOnThroughCollections(seen);
        subscriber.dispose();
        awaitCollected();
        assertReleasedWithoutLeaks();
    }

    @Test
    void aSessionIsNotForgottenWhileItsLeasesAreSubscribedTo() {
        List<RequestLease> seen = new CopyOnWriteArrayList<>();
        Disposable subscriber = open(spec.policy(CapturePolicy.LATEST))
                .leases()
                .doOnNext(seen::add)
                .subscribe(RequestLease::queue);
        complete(1); // and waits as the latest; each further one drops the one before, whose slot is leased again
        goesOnThroughCollections(seen);
        subscriber.dispose();
        awaitCollected();
        assertReleasedWithoutLeaks();
    }

    private void goesOnThroughCollections(List<?> seen) {
        for (int i = 0; i < 5; i++) {
            collect();
            int before = seen.size();
            complete(1);
            eventually(() -> seen.size() > before);
        }
    }

    /** A collection that has found what there was to be found. */
    private static void collect() {
        WeakReference<Object> garbage = new WeakReference<>(new Object());
        eventually(() -> {
            System.gc();
            return garbage.get() == null;
        });
    }

    private void awaitCollected() {
        eventually(() -> {
            System.gc();
            return !camera.statistics().running();
        });
    }

    @Test
    void subscribersComeInTurnAndOneAtATime() {
        CaptureSession session = open(spec);
        StepVerifier.create(session.requests(), 1)
                .then(() -> StepVerifier.create(session.requests())
                        .expectErrorSatisfies(error -> assertThat(error).hasMessageContaining("one at a time"))
                        .verify(LIMIT))
                .then(() -> complete(1))
                .consumeNextWith(CompletedRequest::close)
                .thenCancel()
                .verify(LIMIT);
        StepVerifier.create(session.requests().map(HeldSessionTest::sequence), 1)
                .then(() -> complete(1))
                .expectNext(1L)
                .thenCancel()
                .verify(LIMIT);
        session.closeLater().block(LIMIT);
        assertThat(camera.statistics().sessions()).isEqualTo(1);
        assertReleasedWithoutLeaks();
    }

    @Test
    void whatWasCapturedForOneSubscriberIsNotGivenToTheNext() {
        CaptureSession session = open(spec);
        StepVerifier.create(session.requests(), 2)
                .then(() -> awaitQueued(2))
                .thenCancel()
                .verify(LIMIT);
        complete(2);
        eventually(() -> session.statistics().surplus() == 2);
        StepVerifier.create(session.requests().map(HeldSessionTest::sequence), 1)
                .then(() -> complete(1))
                .expectNext(2L)
                .thenCancel()
                .verify(LIMIT);
        session.closeLater().block(LIMIT);
    }

    @Test
    void closingCompletesWhoIsSubscribed() {
        CaptureSession session = open(spec);
        StepVerifier.create(session.requests())
                .then(() -> session.closeLater().subscribe())
                .expectComplete()
                .verify(LIMIT);
        session.closeLater().block(LIMIT);
        StepVerifier.create(session.requests()).expectComplete().verify(LIMIT);
        StepVerifier.create(session.leases()).expectComplete().verify(LIMIT);
        assertThatIllegalStateException().isThrownBy(() -> session.controls(BRIGHT));
        assertThat(backend.camera().calls()).endsWith(Call.RELEASE);
    }

    @Test
    void anErrorReachesWhoIsSubscribedAndWhoComesLater() {
        CaptureSession session = open(spec);
        StepVerifier.create(session.requests())
                .then(() -> backend.camera().disconnect())
                .expectError(CameraDisconnectedException.class)
                .verify(LIMIT);
        StepVerifier.create(session.leases())
                .expectError(CameraDisconnectedException.class)
                .verify(LIMIT);
        session.closeLater().block(LIMIT);
    }

    @Test
    void demandThatIsNotPositiveEndsTheSubscriptionAndNotTheSession() {
        CaptureSession session = open(spec);
        List<Throwable> errors = new CopyOnWriteArrayList<>();
        session.requests().subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                subscription.request(0);
            }

            @Override
            protected void hookOnError(Throwable throwable) {
                errors.add(throwable);
            }
        });
        eventually(() -> errors.size() == 1);
        assertThat(errors.get(0)).hasMessageContaining("3.9");
        takeOne(session);
        session.closeLater().block(LIMIT);
    }

    @Test
    void leasesAreTheFreeRequestsAndThePolicyQueuesNothingMeanwhile() {
        CaptureSession session = open(spec.policy(CapturePolicy.BUFFER));
        awaitQueued(4);
        complete(4);
        List<RequestLease> leases = new CopyOnWriteArrayList<>();
        Disposable taking = session.leases().doOnNext(leases::add).subscribe();
        StepVerifier.create(session.requests().map(HeldSessionTest::sequence), 2)
                .expectNext(0L, 1L)
                .then(() -> eventually(() -> leases.size() == 2))
                .then(() -> assertThat(backend.session().queuedNow()).isZero())
                .then(() -> assertThat(session.statistics().leased()).isEqualTo(2))
                .then(() -> leases.get(1).queue(BRIGHT))
                .then(() -> leases.get(0).close())
                .then(() -> awaitQueued(1))
                .thenRequest(3)
                .expectNext(2L, 3L)
                .then(() -> complete(1))
                .expectNext(4L)
                .thenCancel()
                .verify(LIMIT);
        assertThat(backend.session().settings().get(4)).isEqualTo(BRIGHT);
        taking.dispose();
        leases.forEach(RequestLease::close);
        session.closeLater().block(LIMIT);
        assertReleasedWithoutLeaks();
    }

    @Test
    void aLeaseIsQueuedOnceOrGivenBackOnce() {
        CaptureSession session = open(spec);
        List<RequestLease> leases = new CopyOnWriteArrayList<>();
        session.leases().doOnNext(leases::add).subscribe();
        eventually(() -> leases.size() == 4);
        RequestLease lease = leases.get(0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lease.queue(ControlList.of("libcamera::Wrong", 1)))
                .withMessageContaining("libcamera::Wrong");
        assertThat(lease.isOver()).isFalse();
        lease.queue();
        assertThat(lease.isOver()).isTrue();
        assertThatIllegalStateException().isThrownBy(lease::queue);
        lease.close();
        awaitQueued(1);
        leases.get(1).close();
        leases.get(1).close();
        assertThatIllegalStateException().isThrownBy(() -> leases.get(1).queue());
        session.closeLater().block(LIMIT);
        leases.forEach(RequestLease::close);
        assertReleasedWithoutLeaks();
    }

    @Test
    void whatTheUserQueuedWaitsForDemandUnderDemand() {
        CaptureSession session = open(spec);
        Disposable queueing = session.leases().take(1).subscribe(lease -> lease.queue(LONG));
        awaitQueued(1);
        complete(1);
        eventually(() -> session.statistics().waiting() == 1);
        assertThat(queueing.isDisposed()).isTrue();
        StepVerifier.create(session.requests(), 1)
                .consumeNextWith(request -> {
                    assertThat(request.metadata().asMap()).containsAllEntriesOf(LONG.asMap());
                    request.close();
                })
                .thenCancel()
                .verify(LIMIT);
        session.closeLater().block(LIMIT);
        assertReleasedWithoutLeaks();
    }

    @Test
    void aLeaseThatOutlivesItsSessionComesHomeAllTheSame() {
        CaptureSession session = open(spec);
        List<RequestLease> leases = new CopyOnWriteArrayList<>();
        session.leases().doOnNext(leases::add).subscribe();
        eventually(() -> leases.size() == 4);
        session.closeLater().block(LIMIT);
        eventually(() -> camera.statistics().leased() == 4);
        leases.get(0).queue();
        leases.get(1).queue(BRIGHT);
        leases.get(2).close();
        leases.get(3).close();
        eventually(() -> camera.statistics().free() == 4);
        assertReleasedWithoutLeaks();
    }

    @Test
    void controlsHoldForAllFollowingRequestsAndAnOwnSettingWins() {
        CaptureSession session = open(spec.controls(BRIGHT));
        StepVerifier.create(session.requests().map(HeldSessionTest::sequence), 1)
                .then(() -> complete(1))
                .expectNext(0L)
                .then(() -> session.controls(LONG))
                .thenRequest(2)
                .then(() -> awaitQueued(2))
                .then(() -> complete(2))
                .expectNext(1L, 2L)
                .thenCancel()
                .verify(LIMIT);
        assertThat(backend.session().settings()).containsExactly(BRIGHT, BRIGHT.with(LONG), BRIGHT.with(LONG));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.controls(ControlList.of("libcamera::Brightness", "high")))
                .withMessageContaining("libcamera::Brightness");
        session.closeLater().block(LIMIT);
    }

    @Test
    void aPauseHoldsBackFramesWhileTheCameraIsFed() {
        CaptureSession session = open(spec.policy(CapturePolicy.LATEST));
        List<Long> seen = new CopyOnWriteArrayList<>();
        session.pause();
        assertThat(session.isPaused()).isTrue();
        Disposable subscriber =
                session.requests().map(HeldSessionTest::sequence).subscribe(seen::add);
        for (int i = 0; i < 10; i++) {
            complete(1);
        }
        eventually(() -> session.statistics().dropped() == 9);
        assertThat(seen).isEmpty();
        session.resume();
        eventually(() -> seen.equals(List.of(9L)));
        subscriber.dispose();
        session.closeLater().block(LIMIT);
        assertReleasedWithoutLeaks();
    }

    @Test
    void aPauseDoesNotKeepTheSessionFromEnding() {
        CaptureSession session = open(spec.policy(CapturePolicy.BUFFER));
        session.pause();
        StepVerifier.create(session.requests())
                .then(() -> complete(2))
                .then(() -> session.closeLater().subscribe())
                .expectComplete()
                .verify(LIMIT);
        assertReleasedWithoutLeaks();
    }

    @Test
    void aRequestHasAFramePerStreamAndIsClosedAsAWhole() {
        List<CompletedRequest> requests = new ArrayList<>();
        StepVerifier.create(camera.requests(spec), 1)
                .then(() -> complete(1))
                .consumeNextWith(requests::add)
                .thenCancel()
                .verify(LIMIT);
        CompletedRequest request = requests.get(0);
        assertThat(request.frames()).hasSize(1);
        assertThat(request.frame().sequence()).isEqualTo(request.sequence());
        assertThat(request.isClosed()).isFalse();
        request.close();
        request.close();
        assertThat(request.isClosed()).isTrue();
        assertThatIllegalStateException().isThrownBy(request::metadata);
        assertReleasedWithoutLeaks();
    }

    @Test
    void settingsAreTakenOnePerRequestAsBuffersComeFree() {
        List<Long> pulls = new CopyOnWriteArrayList<>();
        Flux<ControlList> settings = Flux.range(1, 6)
                .map(i -> ControlList.of("libcamera::ExposureTime", i * 1000))
                .doOnRequest(pulls::add);
        List<Object> exposures = new ArrayList<>();
        StepVerifier.create(
                        camera.requests(spec, settings).map(request -> {
                            try (request) {
                                return request.metadata().asMap().get("libcamera::ExposureTime");
                            }
                        }),
                        2)
                .then(() -> awaitQueued(2))
                .then(() -> assertThat(pulls).containsOnly(1L))
                .then(() -> complete(2))
                .recordWith(() -> exposures)
                .expectNextCount(2)
                .thenRequest(Long.MAX_VALUE)
                .then(() -> complete(4))
                .expectNextCount(4)
                .expectComplete()
                .verify(LIMIT);
        assertThat(exposures).containsExactly(1000, 2000, 3000, 4000, 5000, 6000);
        assertReleasedWithoutLeaks();
    }

    @Test
    void latestGivesTheFrameThatWaitsUpOnlyForSettingsThatThereAre() {
        Flux<ControlList> settings = Flux.range(1, 3).map(i -> ControlList.of("libcamera::ExposureTime", i * 1000));
        List<CompletedRequest> held = new ArrayList<>();
        StepVerifier.create(
                        camera.requests(spec.policy(CapturePolicy.LATEST).bufferCount(2), settings)
                                .doOnNext(held::add)
                                .map(request -> request.metadata().asMap().get("libcamera::ExposureTime")),
                        1)
                .then(() -> complete(1))
                .expectNext(1000)
                .then(() -> complete(2))
                .then(() -> eventually(() -> camera.statistics().waiting() == 1
                        && camera.statistics().dropped() == 1))
                .thenRequest(1)
                .expectNext(3000)
                .expectComplete()
                .verify(LIMIT);
        held.forEach(CompletedRequest::close);
        assertReleasedWithoutLeaks();
    }

    @Test
    void noSettingsAtAllCompleteAtOnce() {
        StepVerifier.create(camera.requests(spec, Flux.empty()))
                .expectComplete()
                .verify(LIMIT);
        assertThat(backend.camera().calls()).endsWith(Call.RELEASE);
    }

    @Test
    void wrongSettingsAndAFailingPublisherEndTheStream() {
        StepVerifier.create(camera.requests(spec, Mono.just(ControlList.of("libcamera::Wrong", 1))))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("libcamera::Wrong"))
                .verify(LIMIT);
        StepVerifier.create(camera.requests(spec, Flux.error(new IllegalStateException("settings"))))
                .expectErrorMessage("settings")
                .verify(LIMIT);
        assertReleasedWithoutLeaks();
    }

    @Test
    void aCancelReachesThePublisherOfTheSettings() {
        List<String> signals = new CopyOnWriteArrayList<>();
        StepVerifier.create(camera.requests(spec, Flux.<ControlList>never().doOnCancel(() -> signals.add("cancel"))))
                .then(() -> eventually(() -> camera.statistics().running()))
                .thenCancel()
                .verify(LIMIT);
        assertReleasedWithoutLeaks();
        eventually(() -> signals.equals(List.of("cancel")) || signals.isEmpty());
    }

    @Test
    void theSurplusOfMinQueuedCarriesNoSettingsAndIsNeverDelivered() {
        StepVerifier.create(
                        camera.requests(spec.minQueued(3), Flux.just(BRIGHT, LONG))
                                .map(HeldSessionTest::sequence),
                        0)
                .then(() -> awaitQueued(3))
                .thenRequest(1)
                .then(() -> awaitQueued(4))
                .then(() -> complete(4))
                .expectNextCount(1)
                .thenRequest(1)
                .then(() -> eventually(() -> {
                    backend.session().complete();
                    return camera.statistics().delivered() == 2;
                }))
                .expectNextCount(1)
                .expectComplete()
                .verify(LIMIT);
        assertThat(backend.session().settings().stream().filter(settings -> !settings.isEmpty()))
                .containsExactly(BRIGHT, LONG);
    }
}
