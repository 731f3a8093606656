package io.github.reactorlibcamera.springboot.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

class LingeringShareTest {
    private final TestPublisher<Integer> source = TestPublisher.createCold();
    private final List<Object> seen = new ArrayList<>();

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
