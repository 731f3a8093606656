package io.github.reactorlibcamera.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraDisconnectedException;
import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.test.ScriptedBackend;
import io.github.reactorlibcamera.test.ScriptedCamera;
import io.github.reactorlibcamera.test.ScriptedCamera.Call;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.test.StepVerifier;

/** What only a camera under control can show. */
@Timeout(60)
class CaptureSessionTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ScriptedBackend backend = ScriptedBackend.manual();
    private final ScriptedCamera scripted = backend.camera();
    private final CameraManager manager = CameraManager.create(backend);
    private final Camera camera = manager.camera(ScriptedBackend.CAMERA);
    private final CaptureSpec spec = CaptureSpec.viewfinder().bufferCount(3);

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void demandQueuesExactlyWhatIsRequested() {
        StepVerifier.create(camera.frames(spec, Frame::sequence), 0)
                .thenRequest(2)
                .then(() -> scripted.awaitQueued(2))
                .then(() -> scripted.session().complete())
                .expectNext(0L)
                .then(() -> assertThat(scripted.session().queuedNow()).isEqualTo(1))
                .thenRequest(1)
                .then(() -> scripted.awaitQueued(2))
                .then(() -> scripted.session().complete())
                .expectNext(1L)
                .then(() -> scripted.session().complete())
                .expectNext(2L)
                .then(() -> assertThat(scripted.session().queuedNow()).isZero())
                .then(() -> assertThat(scripted.session().maxQueued()).isEqualTo(2))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void latestQueuesEverythingAndReplacesWhatWaits() {
        StepVerifier.create(camera.frames(spec.policy(CapturePolicy.LATEST), Frame::sequence), 0)
                .then(() -> scripted.awaitQueued(3))
                .then(() -> scripted.session().complete())
                .then(() ->
                        await().atMost(LIMIT).until(() -> camera.statistics().waiting() == 1))
                .then(() -> scripted.session().complete())
                .then(() ->
                        await().atMost(LIMIT).until(() -> camera.statistics().dropped() == 1))
                .thenRequest(1)
                .expectNext(1L)
                .then(() -> scripted.awaitQueued(3))
                .thenCancel()
                .verify(LIMIT);
        assertThat(camera.statistics().delivered()).isEqualTo(1);
    }

    @Test
    void latestTakesTheWaitingFrameBackWhenAllOthersAreLent() {
        StepVerifier.create(camera.frames(spec.policy(CapturePolicy.LATEST)), 2)
                .then(() -> scripted.awaitQueued(3))
                .then(() -> scripted.session().complete())
                .expectNextCount(1)
                .then(() -> scripted.session().complete())
                .expectNextCount(1)
                .then(() -> scripted.session().complete())
                .then(() -> scripted.awaitQueued(1))
                .then(() -> assertThat(camera.statistics().dropped()).isEqualTo(1))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void badFramesAreCountedRecycledAndNotDelivered() {
        StepVerifier.create(camera.frames(spec, Frame::sequence), 1)
                .then(() -> scripted.awaitQueued(1))
                .then(() -> scripted.session().complete(false))
                .then(() -> scripted.awaitQueued(1))
                .then(() -> scripted.session().complete())
                .expectNext(1L)
                .thenCancel()
                .verify(LIMIT);
        assertThat(camera.statistics().failed()).isEqualTo(1);
    }

    @Test
    void gapsInTheSequenceAreCountedAsLost() {
        StepVerifier.create(camera.frames(spec, Frame::sequence), 2)
                .then(() -> scripted.awaitQueued(2))
                .then(() -> scripted.session().complete())
                .expectNext(0L)
                .then(() -> scripted.gap(7))
                .then(() -> scripted.session().complete())
                .expectNext(8L)
                .thenCancel()
                .verify(LIMIT);
        assertThat(camera.statistics().lost()).isEqualTo(7);
    }

    @Test
    void aDisconnectEndsTheStreamAfterTheCameraIsReleased() {
        StepVerifier.create(camera.frames(spec, Frame::sequence))
                .then(() -> scripted.awaitQueued(3))
                .then(() -> scripted.disconnect())
                .expectErrorSatisfies(error -> {
                    assertThat(error).isInstanceOfSatisfying(CameraDisconnectedException.class, gone -> {
                        assertThat(gone.errno()).isEqualTo(19);
                        assertThat(gone.cameraId()).isEqualTo(ScriptedBackend.CAMERA);
                    });
                    assertThat(scripted.calls()).endsWith(Call.RELEASE);
                })
                .verify(LIMIT);
        assertThat(camera.statistics().free()).isEqualTo(3);
    }

    @Test
    void aDisconnectIsSeenWithoutDemand() {
        StepVerifier.create(camera.frames(spec), 0)
                .then(() -> await().atMost(LIMIT)
                        .until(() ->
                                scripted.isConfigured() && scripted.session().isRunning()))
                .then(() -> scripted.disconnect())
                .expectError(CameraDisconnectedException.class)
                .verify(LIMIT);
    }

    @Test
    void aCameraThatWillNotStartIsReleased() {
        scripted.fail(Call.START, new CameraException("no", ScriptedBackend.CAMERA, 5));
        StepVerifier.create(camera.frames(spec)).expectErrorMessage("no").verify(LIMIT);
        assertThat(scripted.calls()).containsExactly(Call.ACQUIRE, Call.CONFIGURE, Call.START, Call.RELEASE);
        scripted.mend(Call.START);
        StepVerifier.create(camera.frames(spec), 1)
                .then(() -> scripted.awaitQueued(1))
                .then(() -> scripted.session().complete())
                .consumeNextWith(Frame::close)
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void aCameraThatWillNotStopIsReleasedAllTheSame() {
        scripted.fail(Call.STOP, new CameraException("stuck", ScriptedBackend.CAMERA, 5));
        StepVerifier.create(camera.frames(spec))
                .then(() -> scripted.awaitQueued(3))
                .thenCancel()
                .verify(LIMIT);
        await().atMost(LIMIT).until(() -> scripted.calls().contains(Call.RELEASE));
    }

    @Test
    void whateverStopAndReleaseThrowTheTerminalSignalComes() {
        scripted.fail(Call.STOP, new AssertionError(Call.STOP));
        scripted.fail(Call.RELEASE, new AssertionError(Call.RELEASE));
        StepVerifier.create(camera.frames(spec))
                .then(() -> scripted.awaitQueued(3))
                .then(() -> scripted.disconnect())
                .expectError(CameraDisconnectedException.class)
                .verify(LIMIT);
        await().atMost(LIMIT).until(() -> !camera.statistics().running());
    }

    @Test
    void anErrorInsideOnSubscribeIsSignalledAfterIt() {
        List<String> signals = new CopyOnWriteArrayList<>();
        camera.frames(spec).subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                subscription.request(-1);
                camera.validate(spec).block(LIMIT); // comes after whatever was queued for the control thread by now
                signals.add("onSubscribe has returned");
            }

            @Override
            protected void hookOnError(Throwable throwable) {
                signals.add("onError");
            }
        });
        await().atMost(LIMIT).until(() -> signals.size() == 2);
        assertThat(signals).containsExactly("onSubscribe has returned", "onError");
    }

    @Test
    void aCancelledSubscriberHearsNothingOfTheManagersEnd() {
        manager.close();
        List<Throwable> errors = new CopyOnWriteArrayList<>();
        camera.frames(spec).subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                subscription.cancel();
            }

            @Override
            protected void hookOnError(Throwable throwable) {
                errors.add(throwable);
            }
        });
        StepVerifier.create(camera.frames(spec))
                .expectErrorMessage("the camera manager was closed")
                .verify(LIMIT);
        assertThat(errors).isEmpty();
    }

    @Test
    void demandThatIsNotPositiveWhileTheManagerClosesIsNeverSilent() throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            CameraManager another = CameraManager.create(ScriptedBackend.automatic());
            AtomicInteger terminals = new AtomicInteger();
            List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
            BaseSubscriber<Frame> subscriber = new BaseSubscriber<>() {
                @Override
                protected void hookOnSubscribe(Subscription subscription) {
                    subscriptions.add(subscription);
                }

                @Override
                protected void hookOnError(Throwable throwable) {
                    terminals.incrementAndGet();
                }
            };
            another.camera(ScriptedBackend.CAMERA).frames(spec).subscribe(subscriber);
            Thread closer = new Thread(another::close);
            closer.start();
            subscriptions.get(0).request(0);
            closer.join();
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .atMost(LIMIT)
                    .until(() -> terminals.get() > 0);
            assertThat(terminals).hasValue(1);
        }
    }

    @Test
    void anInterruptDoesNotKeepTheManagerFromClosing() {
        Thread.currentThread().interrupt();
        manager.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(backend.isClosed()).isTrue();
    }

    @Test
    void anEndedSessionDoesNotHoldItsSubscriber() {
        WeakReference<Object> gone = subscribeAndCancel();
        await().atMost(LIMIT).until(() -> {
            System.gc();
            return gone.get() == null;
        });
        assertThat(camera.statistics().sessions()).isEqualTo(1);
    }

    private WeakReference<Object> subscribeAndCancel() {
        BaseSubscriber<Frame> subscriber = new BaseSubscriber<>() {};
        camera.frames(spec).subscribe(subscriber);
        scripted.awaitQueued(3);
        subscriber.cancel();
        return new WeakReference<>(subscriber);
    }

    @Test
    void aFaultOfTheBackendEndsTheStreamWithAnError() {
        StepVerifier.create(camera.frames(spec, Frame::sequence))
                .then(() -> scripted.awaitQueued(3))
                .then(() -> scripted.session().completeTwice())
                .expectErrorSatisfies(error -> assertThat(error).hasMessageContaining("cannot become waiting"))
                .verify(LIMIT);
        assertThat(scripted.calls()).endsWith(Call.RELEASE);
    }

    @Test
    void aSubscriptionCancelledAtOnceNeverTouchesTheCamera() {
        camera.frames(spec).subscribe().dispose();
        camera.validate(spec).block(LIMIT); // comes after it on the control thread
        assertThat(scripted.calls())
                .isIn(List.of(), List.of(Call.ACQUIRE, Call.CONFIGURE, Call.START, Call.STOP, Call.RELEASE));
    }

    @Test
    void nothingHappensBeforeTheSubscription() {
        camera.frames(spec);
        camera.validate(spec).block(LIMIT);
        assertThat(scripted.calls()).isEmpty();
    }

    @Test
    void aSubscriberThatThrowsLosesTheCameraAndLeaksNothing() {
        camera.frames(spec).subscribe(new ThrowingSubscriber());
        scripted.awaitQueued(3);
        scripted.session().complete();
        await().atMost(LIMIT).until(() -> scripted.calls().contains(Call.RELEASE));
        await().atMost(LIMIT).until(() -> camera.statistics().free() == 3);
    }

    /** Breaks rule 2.13. */
    private static final class ThrowingSubscriber implements CoreSubscriber<Frame> {
        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Frame frame) {
            throw new IllegalStateException("a subscriber that throws");
        }

        @Override
        public void onError(Throwable throwable) {
            throw new AssertionError("no signal after onNext has thrown", throwable);
        }

        @Override
        public void onComplete() {}
    }
}
