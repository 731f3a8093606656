package io.github.reactorlibcamera.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorlibcamera.CameraDisconnectedException;
import io.github.reactorlibcamera.Frame;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

@Timeout(60)
class SharedFramesTest extends SessionFixture {
    private final Flux<Frame> shared = camera.sharedFrames(spec);

    @Test
    void eachSubscriberHasHandlesOfItsOwnInOneSession() {
        List<Frame> first = new CopyOnWriteArrayList<>();
        List<Frame> second = new CopyOnWriteArrayList<>();
        Disposable one = shared.subscribe(first::add);
        Disposable two = shared.subscribe(second::add);
        complete(1);
        eventually(() -> first.size() == 1 && second.size() == 1);
        first.get(0).close();
        assertThat(second.get(0).sequence()).isZero();
        assertThat(camera.statistics().lent()).isEqualTo(1);
        second.get(0).close();
        one.dispose();
        complete(1);
        eventually(() -> second.size() == 2);
        second.get(1).close();
        assertThat(camera.statistics().sessions()).isEqualTo(1);
        two.dispose();
        assertReleasedWithoutLeaks();
    }

    /** One by one: a shared session drops what comes too fast. */
    private void completeUntilThereAre(int count, List<Long> delivered) {
        eventually(() -> {
            if (backend.camera().isConfigured()) {
                backend.session().complete();
            }
            return delivered.size() >= count;
        });
    }

    @Test
    void whoHasNoDemandMissesFramesAndHoldsUpNobody() {
        List<Long> fast = new CopyOnWriteArrayList<>();
        List<Long> slow = new CopyOnWriteArrayList<>();
        shared.subscribe(new Collector(slow, 1));
        shared.subscribe(new Collector(fast, Long.MAX_VALUE));
        completeUntilThereAre(20, fast);
        assertThat(slow).hasSize(1);
    }

    @Test
    void theLastToLeaveStopsTheCameraAndTheNextStartsItAnew() {
        for (int i = 1; i <= 3; i++) {
            int session = i;
            StepVerifier.create(shared.doOnNext(Frame::close), 1)
                    .then(() -> eventually(() -> camera.statistics().sessions() == session
                            && camera.statistics().running()))
                    .then(() -> complete(1))
                    .expectNextCount(1)
                    .thenCancel()
                    .verify(LIMIT);
            assertReleasedWithoutLeaks();
        }
    }

    @Test
    void anErrorReachesAllAndWhoSubscribesAgainIsServed() {
        List<Throwable> errors = new CopyOnWriteArrayList<>();
        shared.subscribe(Frame::close, errors::add);
        shared.subscribe(Frame::close, errors::add);
        awaitQueued(4);
        backend.camera().disconnect();
        eventually(() -> errors.size() == 2);
        assertThat(errors).allMatch(CameraDisconnectedException.class::isInstance);
        backend.camera().reconnect();
        StepVerifier.create(shared.doOnNext(Frame::close), 1)
                .then(() -> eventually(() -> camera.statistics().running()))
                .then(() -> complete(1))
                .expectNextCount(1)
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void framesThatAreHeldWhileNobodyAsksForMoreAreNoStarvation() {
        VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
        try {
            List<Frame> held = new CopyOnWriteArrayList<>();
            BaseSubscriber<Frame> viewer = new BaseSubscriber<>() {
                @Override
                protected void hookOnSubscribe(Subscription subscription) {
                    subscription.request(4);
                }

                @Override
                protected void hookOnNext(Frame frame) {
                    held.add(frame);
                }
            };
            camera.sharedFrames(spec.stallTimeout(Duration.ofSeconds(1))).subscribe(viewer);
            completeEach(4, held);
            time.advanceTimeBy(Duration.ofHours(1));
            settle();
            assertThat(camera.statistics().running()).isTrue();
            viewer.request(1);
            time.advanceTimeBy(Duration.ofHours(1));
            settle();
            assertThat(camera.statistics().running())
                    .as("who holds all and asks for one")
                    .isFalse();
            held.forEach(Frame::close);
        } finally {
            VirtualTimeScheduler.reset();
        }
    }

    @Test
    void aFrameIsAskedForOnceHoweverManyWantIt() {
        List<Long> first = new CopyOnWriteArrayList<>();
        List<Long> second = new CopyOnWriteArrayList<>();
        BaseSubscriber<Frame> one = sequences(first);
        BaseSubscriber<Frame> two = sequences(second);
        shared.subscribe(one);
        shared.subscribe(two);
        one.request(1);
        two.request(2);
        completeEach(2, second);
        complete(1);
        eventually(() -> camera.statistics().waiting() == 1);
        assertThat(first).containsExactly(0L);
        assertThat(second).containsExactly(0L, 1L);
        assertThat(camera.statistics().delivered()).isEqualTo(2);
        one.cancel();
        two.cancel();
    }

    /** One after the other, so that none replaces the one before. */
    private void completeEach(int frames, List<?> seen) {
        for (int i = 1; i <= frames; i++) {
            int expected = i;
            complete(1);
            eventually(() -> seen.size() == expected);
        }
    }

    private static BaseSubscriber<Frame> sequences(List<Long> to) {
        return new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {} // asks later

            @Override
            protected void hookOnNext(Frame frame) {
                try (frame) {
                    to.add(frame.sequence());
                }
            }
        };
    }

    @Test
    void aSubscriberThatThrowsLosesItsOwnSubscriptionOnly() {
        List<Long> good = new CopyOnWriteArrayList<>();
        shared.subscribe(new Collector(good, Long.MAX_VALUE) {
            @Override
            protected void hookOnNext(Frame frame) {
                throw new IllegalStateException("a subscriber that throws");
            }
        });
        shared.subscribe(new Collector(good, Long.MAX_VALUE));
        completeUntilThereAre(3, good);
        assertThat(camera.statistics().running()).isTrue();
    }

    @Test
    void theNextSessionNeverBeginsBeforeTheLastOneWasCancelled() throws InterruptedException {
        AtomicInteger active = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Flux<Frame> source = Flux.<Frame>never()
                .doOnSubscribe(begun -> most.accumulateAndGet(active.incrementAndGet(), Math::max))
                .doOnCancel(active::decrementAndGet);
        Flux<Frame> visited = new SharedFrames(source);
        Runnable visits = () -> {
            for (int i = 0; i < 20_000; i++) {
                visited.subscribe().dispose();
            }
        };
        Thread other = new Thread(visits);
        other.start();
        visits.run();
        other.join();
        assertThat(most).hasValue(1);
    }

    private static class Collector extends BaseSubscriber<Frame> {
        private final List<Long> sequences;
        private final long demand;

        Collector(List<Long> sequences, long demand) {
            this.sequences = sequences;
            this.demand = demand;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            subscription.request(demand);
        }

        @Override
        protected void hookOnNext(Frame frame) {
            sequences.add(frame.sequence());
            frame.close();
        }
    }
}
