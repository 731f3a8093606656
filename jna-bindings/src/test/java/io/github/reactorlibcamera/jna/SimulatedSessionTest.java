package io.github.reactorlibcamera.jna;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CaptureSession;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.CompletedRequest;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.Frame;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Settings, memory and schedulers, through the shim. */
@Timeout(60)
class SimulatedSessionTest extends SimulatedFixture {
    private static final String BRIGHTNESS = "libcamera::Brightness";
    private static final String EXPOSURE = "libcamera::ExposureTime";

    private static <T> T use(CompletedRequest request, String control, Class<T> type) {
        try (request) {
            return request.metadata().get(control, type).orElseThrow();
        }
    }

    @Test
    void eachRequestOfASweepHasItsOwnSettingsInOrder() {
        Camera camera = camera("bars?unpaced");
        List<ControlList> sweep = Flux.range(0, 40)
                .map(i -> ControlList.of(Map.of(BRIGHTNESS, -1 + i / 20f, EXPOSURE, 1_000 + i)))
                .collectList()
                .blockOptional()
                .orElseThrow();
        List<ControlList> delivered = camera.requests(spec, Flux.fromIterable(sweep))
                .map(request -> {
                    try (request) {
                        ControlList metadata = request.metadata();
                        return ControlList.of(Map.of(
                                BRIGHTNESS,
                                        metadata.get(BRIGHTNESS, Float.class).orElseThrow(),
                                EXPOSURE, metadata.get(EXPOSURE, Integer.class).orElseThrow()));
                    }
                })
                .collectList()
                .block(LIMIT);
        assertThat(delivered).isEqualTo(sweep);
    }

    @Test
    void controlsOfASessionHoldForAllThatFollow() {
        Camera camera = camera("bars?unpaced");
        CaptureSession session = Objects.requireNonNull(camera.open(spec).block(LIMIT));
        StepVerifier.create(session.requests().map(request -> use(request, BRIGHTNESS, Float.class)), 0)
                .thenRequest(2)
                .expectNext(0f, 0f)
                .then(() -> session.controls(ControlList.of(BRIGHTNESS, 0.5f)))
                .thenRequest(5)
                .expectNext(0.5f, 0.5f, 0.5f, 0.5f, 0.5f)
                .then(() -> session.controls(ControlList.of(BRIGHTNESS, -0.5f)))
                .thenRequest(1)
                .expectNext(-0.5f)
                .thenCancel()
                .verify(LIMIT);
        session.closeLater().block(LIMIT);
    }

    private Frame oneFrame(Camera camera, CaptureSpec wanted) {
        return Objects.requireNonNull(camera.frames(wanted).next().block(LIMIT));
    }

    private static byte[] read(ByteBuffer pixels) {
        byte[] all = new byte[pixels.remaining()];
        pixels.get(pixels.position(), all);
        return all;
    }

    @Test
    void inParanoidModeAKeptBufferShowsPoisonAndNeverFaults() {
        Camera camera = camera("bars?unpaced");
        Frame frame = oneFrame(camera, spec.paranoid());
        Frame second = frame.retain();
        ByteBuffer kept = frame.plane(0);
        ByteBuffer other = second.plane(0);
        byte[] picture = read(kept);
        assertThat(read(other)).isEqualTo(picture);
        frame.close();
        assertThat(read(kept)).containsOnly(0xDB);
        assertThat(read(other)).isEqualTo(picture);
        eventually(() -> !camera.statistics().running());
        second.close();
        manager.close();
        System.gc();
        assertThat(read(kept)).containsOnly(0xDB);
        assertThat(read(other)).containsOnly(0xDB);
    }

    @Test
    void aKeptBufferNeverFaultsWhateverIsClosed() {
        Camera camera = camera("bars?unpaced");
        Frame frame = oneFrame(camera, spec);
        ByteBuffer kept = frame.plane(0);
        byte[] picture = read(kept);
        eventually(() -> !camera.statistics().running());
        assertThat(read(kept)).isEqualTo(picture);
        frame.close();
        System.gc();
        assertThat(read(kept)).isEqualTo(picture);
        manager.close();
        System.gc();
        assertThat(read(kept)).isEqualTo(picture);
    }

    @Test
    void aBufferKeptWhileTheCameraGoesOnShowsNewerPixelsAndNeverFaults() {
        Camera camera = camera("bars?unpaced");
        List<ByteBuffer> kept = camera.frames(spec, frame -> frame.plane(0))
                .take(100)
                .doOnNext(SimulatedSessionTest::read)
                .collectList()
                .block(LIMIT);
        assertThat(kept)
                .hasSize(100)
                .allSatisfy(pixels -> assertThat(read(pixels)).hasSize(32 * 16));
    }

    /** Neither keeps the other from its frames. */
    @Test
    void twoCamerasOnOneThreadBothProgress() {
        Scheduler shared = Schedulers.newSingle("shared");
        AtomicLong bars = new AtomicLong();
        AtomicLong gradient = new AtomicLong();
        Disposable.Composite both = Disposables.composite();
        both.add(camera("bars?unpaced")
                .frames(spec.scheduler(shared), Frame::sequence)
                .subscribe(sequence -> bars.incrementAndGet()));
        both.add(camera("gradient?unpaced")
                .frames(spec.scheduler(shared), Frame::sequence)
                .subscribe(sequence -> gradient.incrementAndGet()));
        for (int i = 0; i < 20; i++) {
            long barsBefore = bars.get();
            long gradientBefore = gradient.get();
            eventually(() -> bars.get() > barsBefore + 100 && gradient.get() > gradientBefore + 100);
        }
        both.dispose();
        leavesNothingBehind();
        shared.dispose();
    }
}
