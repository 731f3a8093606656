package io.github.reactorlibcamera.springboot.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

class LingeringShareTest {
    private final TestPublisher<Integer> source = TestPublisher.createCold();
    private final List<Object> seen = new ArrayList<>();

    /** Subscriptions to the source that have not been cancelled. */
    private final AtomicInteger running = new AtomicInteger();

    @Test
    void whatComesWhileNobodyListensIsNotKept() {
        LingeringShare<Integer> share = new LingeringShare<>(source.flux(), Duration.ofHours(1));
        share.flux().subscribe(seen::add).dispose();

        for (int i = 0; i < 1000; i++) {
            source.next(i);
        }
        share.flux().subscribe(seen::add);
        source.next(1000);

        assertThat(seen).containsExactly(1000);
        assertThat(source.subscribeCount()).isEqualTo(1);
    }

    @Test
    void itEndsALingerAfterTheLast() {
        VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
        try {
            LingeringShare<Integer> share = new LingeringShare<>(source.flux(), Duration.ofSeconds(5));
            Disposable first = share.flux().subscribe(seen::add);
            Disposable second = share.flux().subscribe(seen::add);
            first.dispose();
            time.advanceTimeBy(Duration.ofHours(1));
            source.assertNotCancelled();

            second.dispose();
            time.advanceTimeBy(Duration.ofSeconds(4));
            share.flux().subscribe(seen::add).dispose();
            time.advanceTimeBy(Duration.ofSeconds(4));
            source.assertNotCancelled();

            time.advanceTimeBy(Duration.ofSeconds(1));
            source.assertCancelled(1);
        } finally {
            VirtualTimeScheduler.reset();
        }
    }

    /** As a response does whose connection broke before its first byte. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void whoLeavesAsTheySubscribeIsForgotten(int linger) {
        VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
        try {
            LingeringShare<Integer> share = new LingeringShare<>(counted(), Duration.ofSeconds(linger));
            share.flux().subscribe(new BaseSubscriber<>() {
                @Override
                protected void hookOnSubscribe(Subscription subscription) {
                    subscription.cancel();
                }
            });
            time.advanceTimeBy(Duration.ofSeconds(linger));

            assertThat(running).hasValue(0);
            share.flux().subscribe(seen::add);
            source.next(1);
            assertThat(seen).containsExactly(1);
        } finally {
            VirtualTimeScheduler.reset();
        }
    }

    /** A page that is loaded anew leaves and comes at the same time, on two connections. */
    @Test
    void whoComesAsTheLastLeavesIsServed() throws InterruptedException {
        LingeringShare<Integer> share = new LingeringShare<>(counted(), Duration.ZERO);
        List<Throwable> errors = new CopyOnWriteArrayList<>();
        Disposable last = share.flux().subscribe(seen::add, errors::add);
        Thread coming = new Thread(() -> share.flux().subscribe(seen::add, errors::add));
        synchronized (share) { // where it would otherwise be a matter of instants
            coming.start();
            await().until(() -> coming.getState() == Thread.State.BLOCKED);
            last.dispose();
        }
        coming.join();
        source.next(1);

        assertThat(errors).isEmpty();
        assertThat(seen).containsExactly(1);
        assertThat(running).hasValue(1);
    }

    private Flux<Integer> counted() {
        return source.flux()
                .doOnSubscribe(subscription -> running.incrementAndGet())
                .doOnCancel(running::decrementAndGet);
    }

    @Test
    void afterAnErrorTheNextStartsAnew() {
        TestPublisher<Integer> failing = TestPublisher.create();
        AtomicInteger starts = new AtomicInteger();
        LingeringShare<Integer> share = new LingeringShare<>(
                Flux.defer(() -> starts.getAndIncrement() == 0 ? failing.flux() : Flux.never()), Duration.ofHours(1));
        share.flux().subscribe(seen::add, seen::add);
        IllegalStateException error = new IllegalStateException("gone");

        failing.error(error);

        assertThat(seen).containsExactly(error);
        share.flux().subscribe(seen::add, seen::add);
        assertThat(starts).hasValue(2);
    }
}
