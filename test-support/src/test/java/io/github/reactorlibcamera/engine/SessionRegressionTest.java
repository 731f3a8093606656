package io.github.reactorlibcamera.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorlibcamera.CameraDisconnectedException;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.spi.CameraBackend;
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
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

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
        try (CameraManager another = CameraManager.create(intercept(CameraBackend.class, scripted, name -> {
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

    private interface Interceptor {
        void called(String method);
    }

    /** Tells of each call, on this and on whatever interface of the SPI it returns. */
    private static <T> T intercept(Class<T> type, Object target, Interceptor interceptor) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            interceptor.called(method.getName());
            try {
                Object result = method.invoke(target, args);
                boolean spi = result != null
                        && method.getReturnType().isInterface()
                        && method.getReturnType().getPackage().equals(CameraBackend.class.getPackage());
                return spi ? intercept(method.getReturnType(), result, interceptor) : result;
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
        Flux<io.github.reactorlibcamera.ControlList> settings = Flux.never();
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
