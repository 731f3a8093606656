package io.github.reactorlibcamera.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorlibcamera.test.ScriptedBackend;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class CaptureEngineTest {
    private static final class CountingFactory implements Schedulers.Factory {
        private final AtomicInteger boundedElastic = new AtomicInteger();

        @Override
        public Scheduler newBoundedElastic(int threadCap, int queuedTaskCap, ThreadFactory threads, int ttlSeconds) {
            boundedElastic.incrementAndGet();
            return Schedulers.Factory.super.newBoundedElastic(threadCap, queuedTaskCap, threads, ttlSeconds);
        }
    }

    /** Else the first questions of two event loops make it at once, and Reactor has one of them wait for a lock. */
    @Test
    void theStartMakesReactorsBoundedElasticScheduler() {
        CountingFactory factory = new CountingFactory();
        Schedulers.Snapshot before = Schedulers.setFactoryWithSnapshot(factory);
        try {
            CaptureEngine.start(ScriptedBackend.automatic()).close();
            assertThat(factory.boundedElastic).hasValue(1);
        } finally {
            Schedulers.resetFrom(before);
        }
    }
}
