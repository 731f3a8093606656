package io.github.reactorlibcamera.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.reactorlibcamera.BlockingCalls;
import io.github.reactorlibcamera.test.ScriptedBackend;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What {@link CaptureBlockHoundIntegration} allows. */
@Timeout(120)
class CameraControlNonBlockingCheck {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Held while somebody looks for it, with the locks of the queue in which it is looked for. */
    private static final class LookedFor implements Runnable {
        private final CountDownLatch looking = new CountDownLatch(1);
        private final CountDownLatch found = new CountDownLatch(1);

        @Override
        public boolean equals(Object other) {
            looking.countDown();
            try {
                found.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return true;
        }

        @Override
        public int hashCode() {
            return 0;
        }

        @Override
        public void run() {}
    }

    private static ThreadPoolExecutor thread(CameraControl control) throws ReflectiveOperationException {
        Field field = CameraControl.class.getDeclaredField("thread");
        field.setAccessible(true);
        return (ThreadPoolExecutor) field.get(control);
    }

    /** Else one in a million subscriptions is an error, as the control thread goes to sleep just then. */
    @Test
    void aHandOverMayMeetTheControlThreadAtItsQueue() throws Exception {
        BlockingCalls.watch();
        CameraControl control = new CameraControl(ScriptedBackend.automatic().start(), "busy");
        CountDownLatch busy = new CountDownLatch(1);
        LookedFor lookedFor = new LookedFor();
        AtomicReference<Thread> caller = new AtomicReference<>();
        try {
            control.execute(() -> awaitUninterruptibly(busy));
            control.execute(() -> {});
            ThreadPoolExecutor thread = thread(control);
            CompletableFuture<Boolean> holdingTheLocks =
                    CompletableFuture.supplyAsync(() -> thread.getQueue().contains(lookedFor));
            lookedFor.looking.await();
            CompletableFuture<Boolean> accepted = Mono.fromCallable(() -> {
                        caller.set(Thread.currentThread());
                        return control.execute(() -> {});
                    })
                    .subscribeOn(Schedulers.parallel())
                    .toFuture();
            await().atMost(LIMIT)
                    .until(() -> accepted.isDone()
                            || (caller.get() != null
                                    && Objects.requireNonNull(caller.get()).getState() == Thread.State.WAITING));
            lookedFor.found.countDown();
            assertThat(accepted.get()).isTrue();
            assertThat(holdingTheLocks.get()).isTrue();
            BlockingCalls.expectNone();
        } finally {
            lookedFor.found.countDown();
            busy.countDown();
        }
        control.close(); // not after a failure: BlockHound's error leaves the lock it is thrown in unusable
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
