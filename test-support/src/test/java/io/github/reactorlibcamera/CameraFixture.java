package io.github.reactorlibcamera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A camera for each test, of whatever kind, and after it the check that the test has left nothing behind. */
public abstract class CameraFixture {
    static final Duration LIMIT = Duration.ofSeconds(30);

    /** Buffers of {@link #spec()}. */
    static final int BUFFERS = 4;

    CameraManager manager;
    Camera camera;

    /** A thread that is not the session's. */
    Scheduler elsewhere;

    /** The session's, for {@link #framesToBeHeld()}. */
    private Scheduler worker;

    /** Handles that the test means to lose. */
    private long expectedLeaks;

    /** {@return a new manager; closed by the suite} */
    protected abstract CameraManager createManager();

    /** {@return the id of the camera to be tested} */
    protected abstract String cameraId();

    /** {@return a small capture with 4 buffers, policy DEMAND} */
    protected abstract CaptureSpec spec();

    @BeforeEach
    void open() {
        manager = createManager();
        camera = manager.camera(cameraId());
        elsewhere = Schedulers.newSingle("elsewhere", true);
        worker = Schedulers.newSingle("worker", true);
    }

    @AfterEach
    void leavesNothingBehind() {
        try {
            awaitHome();
            assertThat(camera.statistics().leaked())
                    .as("frames that nobody closed")
                    .isEqualTo(expectedLeaks);
        } finally {
            elsewhere.dispose();
            worker.dispose();
            manager.close();
        }
    }

    /** Waits until the camera is released and all its buffers are free. */
    void awaitHome() {
        await().atMost(LIMIT).until(camera::statistics, now -> !now.running() && now.free() == buffers(now));
    }

    /** The same for what can only come home by a garbage collection: at most so many handles. */
    void awaitCollected(long most) {
        await().atMost(LIMIT).until(() -> {
            System.gc();
            CaptureStatistics now = camera.statistics();
            return !now.running() && now.free() == buffers(now);
        });
        expectedLeaks = camera.statistics().leaked();
        assertThat(expectedLeaks).isLessThanOrEqualTo(most);
    }

    void awaitReleased() {
        await().atMost(LIMIT).until(() -> !camera.statistics().running());
    }

    private static int buffers(CaptureStatistics now) {
        return now.free() + now.leased() + now.queued() + now.waiting() + now.lent() + now.abandoned();
    }

    Flux<Frame> frames() {
        return camera.frames(spec());
    }

    /** Frames of a chain that holds them all, see {@link #awaitAllHeld()}. */
    Flux<Frame> framesToBeHeld() {
        return camera.frames(spec().scheduler(worker));
    }

    /** Waits until all buffers are lent and the last onNext has returned: a cancel after this races nothing. */
    void awaitAllHeld() {
        await().atMost(LIMIT).until(() -> camera.statistics().lent() == BUFFERS);
        Mono.fromRunnable(() -> {}).subscribeOn(worker).block(LIMIT);
    }

    /** Ends a chain as the documentation says, and runs it. */
    static <T> List<T> run(Flux<T> chain) {
        return chain.doOnDiscard(Frame.class, Frame::close)
                .collectList()
                .blockOptional(LIMIT)
                .orElseThrow();
    }

    /** What a subscriber does with a frame: looks at it, and closes it. */
    static long use(Frame frame) {
        try (frame) {
            assertThat(frame.plane(0).get(0)).isBetween(Byte.MIN_VALUE, Byte.MAX_VALUE);
            return frame.sequence();
        }
    }

    /** They are in order, and what is missing between them is what the camera itself has lost. */
    void assertNoneLost(List<Long> sequences) {
        assertThat(sequences).isSorted().doesNotHaveDuplicates();
        long missing = sequences.get(sequences.size() - 1) - sequences.get(0) + 1 - sequences.size();
        assertThat(missing).isLessThanOrEqualTo(camera.statistics().lost());
    }
}
