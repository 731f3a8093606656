package io.github.reactorlibcamera.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorlibcamera.CaptureRecorder;
import io.github.reactorlibcamera.CaptureRecorder.SessionRecorder;
import io.github.reactorlibcamera.CaptureSession;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.test.StepVerifier;

/** Recorders that throw, though they must not, and what they are told of sessions that do not get far. */
class RecorderTroubleTest extends SessionFixture {
    /** Records nothing but the end of a session. */
    private static CaptureRecorder recorder(Consumer<@Nullable Throwable> ended) {
        return camera -> new SessionRecorder() {
            @Override
            public void delivered(long latencyNanos) {}

            @Override
            public void dropped() {}

            @Override
            public void stale() {}

            @Override
            public void failed() {}

            @Override
            public void lost(long frames) {}

            @Override
            public void ended(@Nullable Throwable reason) {
                ended.accept(reason);
            }
        };
    }

    @Test
    void oneThatThrowsAtTheEndKeepsNobodyFromIt() {
        CaptureRecorder throwing = recorder(reason -> {
            throw new IllegalStateException("a bug of the recorder's");
        });
        StepVerifier.create(camera.open(spec.recorder(throwing)).flatMap(CaptureSession::closeLater))
                .expectComplete()
                .verify(LIMIT);
        StepVerifier.create(camera.frames(spec.recorder(throwing)))
                .then(() -> awaitQueued(4))
                .then(manager::close)
                .expectErrorMessage("the camera manager was closed")
                .verify(LIMIT);
    }

    @Test
    void oneThatThrowsAtTheStartFailsTheSession() {
        StepVerifier.create(camera.frames(spec.recorder(recorded -> {
                    throw new IllegalStateException("a bug of the recorder's");
                })))
                .expectErrorMessage("a bug of the recorder's")
                .verify(LIMIT);
        StepVerifier.create(camera.open(spec).flatMap(CaptureSession::closeLater))
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void aSessionThatHasNoWorkerEndsForItsRecorderToo() {
        List<String> reasons = new CopyOnWriteArrayList<>();
        Scheduler full = new Scheduler() {
            @Override
            public Disposable schedule(Runnable task) {
                throw new RejectedExecutionException("full");
            }

            @Override
            public Worker createWorker() {
                throw new RejectedExecutionException("full");
            }
        };
        StepVerifier.create(camera.frames(
                        spec.scheduler(full).recorder(recorder(reason -> reasons.add(String.valueOf(reason))))))
                .expectErrorMessage("full")
                .verify(LIMIT);
        assertThat(reasons).singleElement().asString().contains("full");
    }
}
