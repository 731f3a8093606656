package io.github.reactorlibcamera.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorlibcamera.BufferStarvationException;
import io.github.reactorlibcamera.CameraTimeoutException;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureRecorder;
import io.github.reactorlibcamera.CaptureSession;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.LeakDetection;
import io.github.reactorlibcamera.test.ScriptedCamera.Call;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** What a session does when the camera, the subscriber or the scheduler does not do its part. */
@Timeout(60)
class SessionTroubleTest extends SessionFixture {
    private static final Duration SOON = Duration.ofMillis(80);

    @Test
    void aCameraThatCompletesNothingTimesOut() {
        StepVerifier.create(camera.frames(spec.stallTimeout(SOON)), 1)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(CameraTimeoutException.class, late -> {
                            assertThat(late.errno()).isEqualTo(110);
                            assertThat(late.cameraId()).isEqualTo(camera.id());
                            assertThat(late).hasMessageContaining("stalls");
                        }))
                .verify(LIMIT);
        assertReleasedWithoutLeaks();
    }

    @Test
    void noDemandIsNoStall() {
        StepVerifier.create(camera.frames(spec.stallTimeout(SOON)), 1)
                .then(() -> complete(1))
                .consumeNextWith(Frame::close)
                .expectNoEvent(SOON.multipliedBy(4))
                .thenRequest(1)
                .then(() -> complete(1))
                .consumeNextWith(Frame::close)
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void aStallCanBeRetried() {
        StepVerifier.create(
                        camera.frames(spec.stallTimeout(SOON), Frame::sequence).retry(1), 1)
                .then(() -> eventually(() -> camera.statistics().sessions() == 2))
                .then(() -> complete(1))
                .expectNextCount(1)
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void allBuffersLentWhileFramesAreAskedForIsToldApart() {
        StepVerifier.create(camera.frames(spec.stallTimeout(SOON)).buffer(5))
                .then(() -> complete(4))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(BufferStarvationException.class)
                        .hasMessageContaining("was close() forgotten")
                        .hasMessageContaining("buffer(n)"))
                .verify(LIMIT);
    }

    @Test
    void withoutATimeoutNothingIsSaid() {
        List<Throwable> errors = new CopyOnWriteArrayList<>();
        Disposable subscriber =
                camera.frames(spec.stallTimeout(Duration.ZERO)).buffer(5).subscribe(frames -> {}, errors::add);
        complete(4);
        eventually(() -> camera.statistics().lent() == 4);
        assertThat(errors).isEmpty();
        subscriber.dispose();
    }

    @Test
    void aDriverThatHangsInStopIsWaitedForOnlySoLong() {
        backend.camera().hang(Call.STOP);
        CaptureSession session = Objects.requireNonNull(camera.open(spec).block(LIMIT));
        StepVerifier.create(session.closeLater())
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(CameraTimeoutException.class)
                        .hasMessageContaining("does not stop"))
                .verify(Duration.ofSeconds(30));
        StepVerifier.create(camera.frames(spec))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(CameraTimeoutException.class)
                        .hasMessageContaining("does not stop"))
                .verify(LIMIT);
        backend.camera().mend(Call.STOP);
        eventually(() -> backend.camera().calls().contains(Call.RELEASE));
        StepVerifier.create(camera.frames(spec), 1)
                .then(() -> complete(1))
                .consumeNextWith(Frame::close)
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void whatAGoneCameraKeepsIsAbandoned() {
        StepVerifier.create(camera.frames(spec))
                .then(() -> awaitQueued(4))
                .then(() -> backend.camera().disconnectKeepingRequests())
                .expectErrorSatisfies(error -> assertThat(error).hasMessageEndingWith("is gone"))
                .verify(LIMIT);
        eventually(() -> camera.statistics().abandoned() == 4);
    }

    @Test
    void aFrameThatNobodyCanReachIsTakenBack() {
        Disposable subscriber =
                camera.frames(spec.leakDetection(LeakDetection.TRACED)).subscribe(frame -> {});
        complete(4);
        eventually(() -> {
            System.gc();
            return camera.statistics().leaked() == 4;
        });
        complete(1);
        subscriber.dispose();
        eventually(() -> {
            System.gc();
            return camera.statistics().lent() == 0;
        });
    }

    @Test
    void withLeakDetectionOffItIsLost() {
        Disposable subscriber =
                camera.frames(spec.leakDetection(LeakDetection.OFF)).subscribe(frame -> {});
        complete(4);
        eventually(() -> camera.statistics().lent() == 4);
        System.gc();
        assertThat(camera.statistics().leaked()).isZero();
        subscriber.dispose();
    }

    @Test
    void aClosedFrameIsNoLeak() {
        Disposable subscriber = camera.frames(spec.leakDetection(LeakDetection.ON))
                .subscribe(frame -> {
                    Frame second = frame.retain();
                    frame.close();
                    second.close();
                });
        complete(20);
        System.gc();
        assertThat(camera.statistics().leaked()).isZero();
        subscriber.dispose();
        assertReleasedWithoutLeaks();
    }

    @Test
    void aSecondCloseOfOneHandleLeavesTheOthersOpen() {
        List<Frame> frames = new ArrayList<>();
        StepVerifier.create(camera.frames(spec.leakDetection(LeakDetection.OFF)), 1)
                .then(() -> complete(1))
                .consumeNextWith(frames::add)
                .thenCancel()
                .verify(LIMIT);
        Frame second = frames.get(0).retain();
        frames.get(0).close();
        frames.get(0).close();
        assertThat(camera.statistics().lent()).isEqualTo(1);
        second.close();
        assertReleasedWithoutLeaks();
    }

    @Test
    void aSubscriberThatThrowsWhenItIsToldTheEndDoesNotKeepOthersFromBeingTold() {
        CaptureSession session = open(spec);
        session.requests().subscribe(request -> {}, error -> {
            throw new IllegalStateException("onError");
        });
        List<Throwable> told = new CopyOnWriteArrayList<>();
        session.leases().subscribe(lease -> {}, told::add);
        backend.camera().disconnect();
        eventually(() -> told.size() == 1);
    }

    @Test
    void inParanoidModeAClosedFramesBufferShowsPoison() {
        List<Frame> frames = new ArrayList<>();
        StepVerifier.create(camera.frames(spec.paranoid()), 1)
                .then(() -> complete(1))
                .consumeNextWith(frames::add)
                .thenCancel()
                .verify(LIMIT);
        Frame frame = frames.get(0);
        Frame second = frame.retain();
        ByteBuffer first = frame.plane(0);
        ByteBuffer other = second.plane(0);
        assertThat(first).isEqualTo(other);
        frame.close();
        assertThat(first.get(0)).isEqualTo((byte) 0xDB);
        assertThat(other.get(0)).isEqualTo((byte) 0);
        second.close();
        assertThat(other.get(0)).isEqualTo((byte) 0xDB);
        assertReleasedWithoutLeaks();
    }

    @Test
    void aCopyNeedsNoCamera() {
        List<Frame> copies = new ArrayList<>();
        StepVerifier.create(camera.frames(spec), 2)
                .then(() -> complete(2))
                .consumeNextWith(frame -> {
                    copies.add(Frame.copyOf(frame));
                    frame.close();
                })
                .consumeNextWith(frame -> {
                    copies.add(Frame.copyOf(frame));
                    frame.close();
                })
                .thenCancel()
                .verify(LIMIT);
        assertReleasedWithoutLeaks();
        Frame copy = copies.get(1);
        assertThat(copy.sequence()).isEqualTo(1);
        assertThat(copy.plane(1).get(0)).isEqualTo((byte) 1);
        assertThat(copy.retain().plane(0).isReadOnly()).isTrue();
        copy.close();
        assertThat(copy.isClosed()).isTrue();
    }

    @Test
    void whatIsDroppedGoesThroughTheDiscardHook() {
        List<Long> discarded = new CopyOnWriteArrayList<>();
        StepVerifier.create(
                        camera.frames(spec.policy(CapturePolicy.LATEST)).doOnDiscard(Frame.class, frame -> {
                            discarded.add(frame.sequence());
                            frame.close();
                        }),
                        0)
                .then(() -> complete(3))
                .then(() -> eventually(() -> discarded.equals(List.of(0L, 1L))))
                .thenCancel()
                .verify(LIMIT);
        assertReleasedWithoutLeaks();
        eventually(() -> discarded.equals(List.of(0L, 1L, 2L)));
    }

    @Test
    void aSchedulerOfTheUsersRunsTheSessionAndIsLeftAlone() {
        Scheduler scheduler = Schedulers.newSingle("mine");
        StepVerifier.create(
                        camera.frames(
                                spec.scheduler(scheduler),
                                frame -> Thread.currentThread().getName()),
                        1)
                .then(() -> complete(1))
                .consumeNextWith(name -> assertThat(name).startsWith("mine"))
                .thenCancel()
                .verify(LIMIT);
        assertReleasedWithoutLeaks();
        assertThat(scheduler.isDisposed()).isFalse();
        scheduler.dispose();
    }

    @Test
    void aSchedulerThatIsDisposedEndsTheSessionWithAnError() {
        Scheduler scheduler = Schedulers.newSingle("disposed");
        StepVerifier.create(camera.frames(spec.scheduler(scheduler)), 1)
                .then(() -> complete(1))
                .consumeNextWith(Frame::close)
                .then(scheduler::dispose)
                .thenRequest(1)
                .expectError(java.util.concurrent.RejectedExecutionException.class)
                .verify(LIMIT);
        assertReleasedWithoutLeaks();
    }

    @Test
    void closeIsBoundedWhileOnNextIsStuckOnEitherKindOfWorker() throws InterruptedException {
        Scheduler scheduler = Schedulers.newSingle("stuck");
        for (boolean own : new boolean[] {true, false}) {
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch never = new CountDownLatch(1);
            CaptureSession session = open(own ? spec : spec.scheduler(scheduler));
            session.requests().subscribe(request -> {
                inside.countDown();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                request.close();
            });
            complete(1);
            inside.await();
            session.closeLater().block(LIMIT);
            assertThat(camera.statistics().running()).isFalse();
            never.countDown();
            assertReleasedWithoutLeaks();
        }
        scheduler.dispose();
    }

    @Test
    void aRecorderIsToldWhatHappens() {
        List<String> told = new CopyOnWriteArrayList<>();
        CaptureRecorder recorder = recorded -> new CaptureRecorder.SessionRecorder() {
            @Override
            public void delivered(long latencyNanos) {
                told.add("delivered" + (latencyNanos > 0 ? "" : " before it was taken"));
            }

            @Override
            public void dropped() {
                told.add("dropped");
            }

            @Override
            public void stale() {
                told.add("stale");
            }

            @Override
            public void failed() {
                told.add("failed");
            }

            @Override
            public void lost(long frames) {
                told.add("lost " + frames);
            }

            @Override
            public void ended(@Nullable Throwable reason) {
                told.add("ended " + reason);
            }
        };
        StepVerifier.create(camera.frames(spec.policy(CapturePolicy.LATEST).recorder(recorder)), 0)
                .then(() -> awaitQueued(4))
                .then(() -> backend.session().complete(false))
                .then(() -> eventually(() -> told.size() == 1))
                .then(() -> complete(1))
                .then(() -> eventually(() -> camera.statistics().waiting() == 1))
                .then(() -> backend.camera().gap(3))
                .then(() -> complete(1))
                .then(() -> eventually(() -> told.size() == 3))
                .thenRequest(1)
                .consumeNextWith(Frame::close)
                .thenCancel()
                .verify(LIMIT);
        assertReleasedWithoutLeaks();
        eventually(() -> told.size() == 5);
        assertThat(told).containsExactly("failed", "lost 3", "dropped", "delivered", "ended null");
    }
}
