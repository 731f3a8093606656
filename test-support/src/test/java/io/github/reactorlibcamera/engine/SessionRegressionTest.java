package io.github.reactorlibcamera.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorlibcamera.CameraDisconnectedException;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CameraManagerClosedException;
import io.github.reactorlibcamera.CameraTimeoutException;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureSession;
import io.github.reactorlibcamera.CompletedRequest;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.LeakDetection;
import io.github.reactorlibcamera.StreamSpec;
import io.github.reactorlibcamera.spi.BackendSession;
import io.github.reactorlibcamera.spi.CameraBackend;
import io.github.reactorlibcamera.spi.CameraDescriptor;
import io.github.reactorlibcamera.spi.CameraSystem;
import io.github.reactorlibcamera.test.CameraAssertions;
import io.github.reactorlibcamera.test.ScriptedBackend;
import io.github.reactorlibcamera.test.ScriptedCamera.Call;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

/** What a session did wrong once, found by reading it. */
@Timeout(60)
class SessionRegressionTest extends SessionFixture {
    private static final Duration SOON = Duration.ofMillis(80);

    /** Reactor's usingWhen leaves the end to the thread that is handing the session over, and returns from the cancel before. */
    @Test
    void aCancelWhileASessionIsHandedOverEndsItAtOnce() {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Disposable using = camera.withSession(spec, session -> {
                    inside.countDown();
                    awaitUninterruptibly(cancelled);
                    return Mono.never();
                })
                .subscribe();
        awaitUninterruptibly(inside);
        using.dispose();
        StepVerifier.create(camera.frames(spec, Frame::sequence), 1)
                .then(cancelled::countDown)
                .then(() -> complete(1))
                .expectNext(0L)
                .thenCancel()
                .verify(LIMIT);
    }

    /** The watchdog counts completions that the worker has taken in; a worker inside onNext takes in none. */
    @Test
    void aSlowOnNextIsNoStallOfTheCamera() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        StepVerifier.create(camera.frames(spec.stallTimeout(SOON), frame -> {
                    inside.countDown();
                    try {
                        // ten times the timeout
                        boolean unused = ended.await(SOON.toMillis() * 10, TimeUnit.MILLISECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return frame.sequence();
                }))
                .then(() -> awaitQueued(4))
                .then(() -> complete(1))
                .then(() -> awaitUninterruptibly(inside))
                .then(() -> complete(3)) // the camera goes on
                .expectNext(0L, 1L, 2L, 3L)
                .then(ended::countDown)
                .thenCancel()
                .verify(LIMIT);
    }

    /** The demand is looked at twice in a step: what comes in between is counted and has no time of its own. */
    @Test
    void demandThatComesInTheMiddleOfAStepIsNotAnsweredWithAnOlderPicture() {
        List<Long> captured = new CopyOnWriteArrayList<>();
        Taker subscriber = new Taker(0, frame -> {
            captured.add(frame.capturedAt());
            frame.close();
        });
        camera.frames(spec.capturedAfterDemand().minQueued(2)).subscribe(subscriber);
        awaitQueued(2);
        backend.camera().hang(Call.QUEUE);
        complete(1); // surplus: the step after that hangs as it queues again
        eventually(
                () -> camera.statistics().surplus() == 1 && camera.statistics().queued() == 2);
        complete(1); // a picture that nobody has asked for
        long asked = System.nanoTime();
        subscriber.request(1);
        backend.camera().mend(Call.QUEUE);
        awaitQueued(2);
        complete(1);
        eventually(() -> !captured.isEmpty());
        subscriber.cancel();
        assertThat(captured.get(0)).isGreaterThanOrEqualTo(asked);
    }

    private static final class Taker extends BaseSubscriber<Frame> {
        private final long demand;
        private final Consumer<Frame> use;

        Taker(long demand, Consumer<Frame> use) {
            this.demand = demand;
            this.use = use;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            if (demand > 0) {
                subscription.request(demand);
            }
        }

        @Override
        protected void hookOnNext(Frame frame) {
            use.accept(frame);
        }
    }

    /** Each slice schedules the next one, which such a scheduler runs inside it. */
    @Test
    void aSchedulerThatRunsAtOnceDoesNotOverflowTheStack() {
        try (CameraManager another = CameraManager.create(ScriptedBackend.automatic())) {
            StepVerifier.create(another.camera(ScriptedBackend.CAMERA)
                            .frames(spec.scheduler(Schedulers.immediate()), Frame::sequence)
                            .take(300_000)
                            .count())
                    .expectNext(300_000L)
                    .expectComplete()
                    .verify(LIMIT);
        }
    }

    /** It came, with its number, and was bad. */
    @Test
    void aFailedFrameIsNotLostAsWell() {
        StepVerifier.create(camera.frames(spec, Frame::sequence), 2)
                .then(() -> complete(1))
                .expectNext(0L)
                .then(() -> awaitQueued(1))
                .then(() -> backend.session().complete(false))
                .then(() -> awaitQueued(1))
                .then(() -> complete(1))
                .expectNext(2L)
                .thenCancel()
                .verify(LIMIT);
        assertThat(camera.statistics().failed()).isEqualTo(1);
        assertThat(camera.statistics().lost()).isZero();
    }

    /** What throws in the last step keeps it from its end. */
    @Test
    void aMappingThatCannotBeMadeAtTheEndKeepsNobodyWaiting() {
        AtomicBoolean broken = new AtomicBoolean();
        ScriptedBackend scripted = ScriptedBackend.manual();
        try (CameraManager another = CameraManager.create(intercept(CameraBackend.class, scripted, (name, args) -> {
            if (name.equals("map") && broken.get()) {
                throw new IllegalStateException("no more mappings");
            }
        }))) {
            var other = another.camera(ScriptedBackend.CAMERA);
            StepVerifier.create(other.frames(spec.paranoid().policy(CapturePolicy.BUFFER)), 0)
                    .then(() -> scripted.camera().awaitQueued(4).complete())
                    .then(() -> eventually(() -> other.statistics().waiting() == 1))
                    .then(() -> broken.set(true))
                    .then(() -> scripted.camera().disconnect())
                    .expectError(CameraDisconnectedException.class)
                    .verify(LIMIT);
        }
    }

    /** Of the second frame of a request: the error was taken for the subscriber's. */
    @Test
    void aMappingThatCannotBeMadeIsTheSessionsError() {
        ScriptedBackend scripted = ScriptedBackend.manual();
        try (CameraManager another = CameraManager.create(intercept(CameraBackend.class, scripted, (name, args) -> {
            if (name.equals("map") && args[1].equals(1)) {
                throw new IllegalStateException("no more mappings");
            }
        }))) {
            var other = another.camera(ScriptedBackend.CAMERA);
            StepVerifier.create(other.requests(spec.paranoid().and(StreamSpec.raw())), 1)
                    .then(() -> scripted.camera().awaitQueued(1).complete())
                    .expectErrorMessage("no more mappings")
                    .verify(LIMIT);
            CameraAssertions.assertNoLeaks(other, LIMIT);
        }
    }

    /** Of a viewer's own handle: the others were told, that viewer waited for good. */
    @Test
    void aMappingThatCannotBeMadeForAViewerIsToldToThatViewer() {
        AtomicInteger mappings = new AtomicInteger();
        ScriptedBackend scripted = ScriptedBackend.manual();
        try (CameraManager another = CameraManager.create(intercept(CameraBackend.class, scripted, (name, args) -> {
            if (name.equals("map") && mappings.incrementAndGet() == 2) {
                throw new IllegalStateException("no more mappings");
            }
        }))) {
            var other = another.camera(ScriptedBackend.CAMERA);
            StepVerifier.create(other.sharedFrames(spec.paranoid()), 1)
                    .then(() -> scripted.camera().awaitQueued(4).complete())
                    .expectErrorMessage("no more mappings")
                    .verify(LIMIT);
            CameraAssertions.assertNoLeaks(other, LIMIT);
        }
    }

    /** Nobody would hear what the collector's thread threw, and the slot would be out for good. */
    @Test
    void aLeakedFrameComesHomeEvenIfItCannotBePoisoned() {
        ScriptedBackend scripted = ScriptedBackend.manual();
        try (CameraManager another = CameraManager.create(intercept(CameraBackend.class, scripted, (name, args) -> {
            if (name.equals("poison")) {
                throw new IllegalStateException("not poisoned");
            }
        }))) {
            var other = another.camera(ScriptedBackend.CAMERA);
            Disposable subscriber = other.frames(spec.paranoid().leakDetection(LeakDetection.ON))
                    .subscribe(frame -> {});
            scripted.camera().awaitQueued(4).complete();
            eventually(() -> {
                System.gc();
                return other.statistics().leaked() == 1 && other.statistics().lent() == 0;
            });
            subscriber.dispose();
        }
    }

    /** It would have the place for good, and through it keep a session that nobody has any more. */
    @Test
    void aSubscriberThatThrowsInOnSubscribeIsNotTakenForOne() {
        CaptureSession session = open(spec);
        CoreSubscriber<CompletedRequest> rude = new CoreSubscriber<>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                throw new IllegalStateException("against rule 2.13");
            }

            @Override
            public void onNext(CompletedRequest request) {
                request.close();
            }

            @Override
            public void onError(Throwable why) {
                // never
            }

            @Override
            public void onComplete() {
                // never
            }
        };
        assertThatThrownBy(() -> session.requests().subscribe(rude)).hasMessage("against rule 2.13");
        takeOne(session);
        session.closeLater().block(LIMIT);
        assertReleasedWithoutLeaks();
    }

    /** The end of a manager took another way than all other ends. */
    @Test
    void closingTheManagerCancelsThePublisherOfSettings() {
        TestPublisher<ControlList> settings = TestPublisher.create();
        StepVerifier.create(camera.requests(spec, settings))
                .then(() -> eventually(() -> settings.wasSubscribed()))
                .then(manager::close)
                .expectError(CameraManagerClosedException.class)
                .verify(LIMIT);
        settings.assertWasCancelled();
    }

    /** Against rule 3.15, which must not keep the camera. */
    @Test
    void aPublisherOfSettingsThatThrowsInCancelKeepsNobodyWaiting() {
        Flux<ControlList> rude = Flux.<ControlList>never().doOnCancel(() -> {
            throw new IllegalStateException("against rule 3.15");
        });
        StepVerifier.create(camera.requests(spec, rude))
                .then(() -> eventually(() -> camera.statistics().running()))
                .then(this::settle)
                .then(manager::close)
                .expectError(CameraManagerClosedException.class)
                .verify(LIMIT);
    }

    /** No step ran in between, which would have taken what was captured for the first. */
    @Test
    void whatCompletedWhileTheSubscriberWasInsideOnNextIsNotTheNextOnes() {
        CaptureSession session = open(spec);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch changed = new CountDownLatch(1);
        Disposable first = session.requests()
                .doOnNext(CompletedRequest::close)
                .subscribeWith(new BaseSubscriber<CompletedRequest>() {
                    @Override
                    protected void hookOnSubscribe(Subscription subscription) {
                        subscription.request(2);
                    }

                    @Override
                    protected void hookOnNext(CompletedRequest request) {
                        inside.countDown();
                        awaitUninterruptibly(changed);
                    }
                });
        awaitQueued(2);
        complete(1);
        awaitUninterruptibly(inside);
        complete(1);
        first.dispose();
        StepVerifier.create(session.requests().map(CompletedRequest::sequence), 1)
                .then(changed::countDown)
                .then(() -> eventually(() -> session.statistics().surplus() == 1))
                .then(() -> complete(1))
                .expectNext(2L)
                .thenCancel()
                .verify(LIMIT);
        session.closeLater().block(LIMIT);
    }

    /** The pixels are mapped as long as somebody can reach them, and a camera's newest session is kept for its statistics. */
    @Test
    void anEndedSessionDoesNotHoldWhatItCapturedInto() {
        List<WeakReference<Object>> sessions = new CopyOnWriteArrayList<>();
        ScriptedBackend scripted = ScriptedBackend.automatic();
        try (CameraManager another = CameraManager.create(intercept(CameraBackend.class, scripted, new Interceptor() {
            @Override
            public void called(String method, Object[] args) {
                // nothing to do
            }

            @Override
            public void returned(Object result) {
                if (result instanceof BackendSession) {
                    sessions.add(new WeakReference<>(result));
                }
            }
        }))) {
            var other = another.camera(ScriptedBackend.CAMERA);
            other.frames(spec, Frame::sequence).take(3).blockLast(LIMIT);
            eventually(() -> {
                System.gc();
                return sessions.size() == 1 && sessions.get(0).get() == null;
            });
            assertThat(other.statistics().delivered()).isEqualTo(3);
        }
    }

    /** The timer had seen that the camera does not stop, and told so after it had: nobody would have mended that. */
    @Test
    void aCameraThatStopsAsItIsGivenUpDoesNotHang() {
        CameraSystem system = ScriptedBackend.manual().start();
        CameraDescriptor descriptor = system.cameras().get(0);
        CameraControl control = new CameraControl(system, descriptor.id());
        EngineCamera its = new EngineCamera(system, descriptor.id(), descriptor, control);
        EngineSession first = new EngineSession(its, control, spec);
        control.acquire(first, descriptor.id()).close();
        control.released();
        control.abandon(first, new CameraTimeoutException("does not stop", descriptor.id(), 110));
        control.acquire(new EngineSession(its, control, spec), descriptor.id()).close();
        control.released();
        control.close();
        system.close();
    }

    /** The camera has no request whose completion could wake anybody. */
    @Test
    void aSchedulerThatIsDisposedBeforeTheSessionsFirstStepEndsItWithAnError() {
        Scheduler scheduler = Schedulers.newSingle("disposed");
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        scheduler.schedule(() -> {
            blocked.countDown();
            awaitUninterruptibly(free);
        });
        awaitUninterruptibly(blocked);
        StepVerifier.create(camera.frames(spec.scheduler(scheduler)), 1)
                .then(() -> eventually(() -> camera.statistics().running()))
                .then(this::settle)
                .then(scheduler::dispose)
                .then(free::countDown)
                .expectError(RejectedExecutionException.class)
                .verify(LIMIT);
    }

    private interface Interceptor {
        void called(String method, Object[] args);

        @SuppressWarnings("UnusedVariable") // for who overrides it
        default void returned(Object result) {}
    }

    /** Tells of each call, on this and on whatever interface of the SPI it returns. */
    private static <T> T intercept(Class<T> type, Object target, Interceptor interceptor) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            interceptor.called(method.getName(), args == null ? new Object[0] : args);
            try {
                Object result = method.invoke(target, args);
                boolean spi = result != null
                        && method.getReturnType().isInterface()
                        && method.getReturnType().getPackage().equals(CameraBackend.class.getPackage());
                Object told = spi ? intercept(method.getReturnType(), result, interceptor) : result;
                interceptor.returned(told);
                return told;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    /** shutdownNow() drops the run that is scheduled, and no other is ever scheduled. */
    @Test
    void aSchedulerThatIsDisposedBeforeItRanTheTaskEndsTheSessionWithAnError() {
        Scheduler scheduler = Schedulers.newSingle("disposed");
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        StepVerifier.create(camera.frames(spec.scheduler(scheduler)), 1)
                .then(() -> awaitQueued(1))
                .then(() -> scheduler.schedule(() -> {
                    blocked.countDown();
                    awaitUninterruptibly(free);
                }))
                .then(() -> awaitUninterruptibly(blocked))
                .thenRequest(1) // a run is scheduled behind that
                .then(scheduler::dispose)
                .then(free::countDown)
                .then(() -> backend.session().complete())
                .expectError(RejectedExecutionException.class)
                .verify(LIMIT);
    }

    @Test
    void anEndedSessionDoesNotHoldThePublisherOfItsSettings() {
        WeakReference<Object> gone = subscribeWithSettings();
        eventually(() -> {
            System.gc();
            return gone.get() == null;
        });
        assertThat(camera.statistics().sessions()).isEqualTo(1);
    }

    private WeakReference<Object> subscribeWithSettings() {
        Flux<ControlList> settings = Flux.never();
        settings = settings.hide().filter(list -> true);
        Disposable subscriber = camera.requests(spec, settings).subscribe();
        eventually(() -> camera.statistics().running());
        subscriber.dispose();
        assertReleasedWithoutLeaks();
        return new WeakReference<>(settings);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
