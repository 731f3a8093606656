package io.github.reactorlibcamera.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.reactorlibcamera.CameraConfiguration;
import io.github.reactorlibcamera.CameraConfiguration.Adjustment;
import io.github.reactorlibcamera.CameraNotFoundException;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.ColorSpace;
import io.github.reactorlibcamera.ConfigurationRejectedException;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.Orientation;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.SensorConfiguration;
import io.github.reactorlibcamera.Size;
import io.github.reactorlibcamera.StreamRole;
import io.github.reactorlibcamera.StreamSpec;
import io.github.reactorlibcamera.spi.BackendCamera;
import io.github.reactorlibcamera.spi.BackendSession;
import io.github.reactorlibcamera.spi.CameraDescriptor;
import io.github.reactorlibcamera.spi.SlotMapping;
import io.github.reactorlibcamera.test.ScriptedCamera.Call;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The scripted camera as the engine sees it. */
@Timeout(60)
class ScriptedBackendTest {
    private static final CaptureSpec SPEC = CaptureSpec.viewfinder().bufferCount(4);

    private static BackendSession running(ScriptedBackend backend) {
        BackendCamera camera = backend.start().open(backend.camera().id());
        camera.acquire();
        BackendSession session = camera.configure(SPEC);
        session.start();
        return session;
    }

    private static List<Integer> polled(BackendSession session) {
        List<Integer> slots = new ArrayList<>();
        for (int slot = session.poll(); slot >= 0; slot = session.poll()) {
            slots.add(slot);
        }
        return slots;
    }

    @Test
    void automaticCompletesWhatIsQueued() {
        BackendSession session = running(ScriptedBackend.automatic());
        assertThat(session.queue(2)).isZero();
        assertThat(session.queue(0)).isZero();
        assertThat(polled(session)).containsExactly(2, 0);
        assertThat(session.sequence(0, 0)).isEqualTo(1);
        assertThat(session.plane(0, 0, 1).get(5)).isEqualTo((byte) 1);
    }

    @Test
    void manualCompletesWhenItIsTold() {
        ScriptedBackend backend = ScriptedBackend.manual();
        BackendSession session = running(backend);
        assertThat(backend.session().complete()).isFalse();
        session.queue(0);
        assertThat(session.poll()).isEqualTo(-1);
        assertThat(backend.session().complete()).isTrue();
        assertThat(polled(session)).containsExactly(0);
        assertThat(session.isGood(0)).isTrue();
    }

    @Test
    void pacedCompletesOnePerPeriodIfThereIsOne() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        ScriptedBackend backend =
                ScriptedBackend.paced(Duration.ofMillis(40), time).clock(() -> time.now(TimeUnit.NANOSECONDS));
        BackendSession session = running(backend);
        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<Void> awaiter = awaitUntil(ended, session);
        session.queue(0);
        session.queue(1);
        time.advanceTimeBy(Duration.ofMillis(79));
        assertThat(polled(session)).containsExactly(0);
        time.advanceTimeBy(Duration.ofMillis(81));
        assertThat(polled(session)).containsExactly(1);
        session.queue(2);
        time.advanceTimeBy(Duration.ofMillis(40));
        assertThat(polled(session)).containsExactly(2);
        assertThat(session.sequence(2, 0)).isEqualTo(2);
        assertThat(session.timestamp(2, 0)).isEqualTo(200_000_000);
        assertThat(session.configuration().frameDuration()).hasMillis(40);
        session.stop();
        ended.set(true);
        session.wake();
        awaiter.join();
    }

    /** As the engine does for a scheduler of the user's. */
    private static CompletableFuture<Void> awaitUntil(AtomicBoolean ended, BackendSession session) {
        return CompletableFuture.runAsync(() -> {
            while (!ended.get()) {
                session.await();
            }
        });
    }

    @Test
    void aFrameDurationIsPositive() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        assertThatIllegalArgumentException().isThrownBy(() -> ScriptedBackend.paced(Duration.ZERO, time));
    }

    @Test
    void framesAreBadMissingOldOrWithoutTimeAsTold() {
        AtomicLong now = new AtomicLong(1_000);
        ScriptedBackend backend = ScriptedBackend.automatic().clock(now::get);
        BackendSession session = running(backend);
        backend.camera().badFrames(1).oldFrames(2, Duration.ofNanos(300));
        session.queue(0);
        backend.camera().gap(5);
        session.queue(1);
        session.queue(2);
        assertThat(session.isGood(0)).isFalse();
        assertThat(session.isGood(1)).isTrue();
        assertThat(session.sequence(1, 0)).isEqualTo(6);
        assertThat(session.capturedAt(1)).isEqualTo(700);
        assertThat(session.completedAt(1)).isEqualTo(1_000);
        assertThat(session.capturedAt(2)).isEqualTo(1_000);
        assertThat(session.metadata(2).asMap()).isEqualTo(Map.of("libcamera::SensorTimestamp", 1_000L));
        backend.camera().untimed();
        session.queue(3);
        assertThat(session.capturedAt(3)).isZero();
        assertThat(session.timestamp(3, 0)).isZero();
        assertThat(session.metadata(3).isEmpty()).isTrue();
    }

    @Test
    void aStallHoldsEverythingUntilItGoesOn() {
        ScriptedBackend backend = ScriptedBackend.automatic();
        BackendSession session = running(backend);
        backend.camera().stall();
        session.queue(0);
        session.queue(1);
        assertThat(backend.session().complete()).isFalse();
        assertThat(session.poll()).isEqualTo(-1);
        backend.camera().goOn();
        assertThat(polled(session)).containsExactly(0, 1);
    }

    @Test
    void aStallBelowSomeRequestsHoldsTheOthers() {
        ScriptedBackend backend = ScriptedBackend.automatic();
        BackendSession session = running(backend);
        backend.camera().stallBelow(3);
        session.queue(0);
        session.queue(1);
        assertThat(session.poll()).isEqualTo(-1);
        session.queue(2);
        assertThat(polled(session)).containsExactly(0);
        assertThat(backend.session().queuedNow()).isEqualTo(2);
        assertThat(backend.session().maxQueued()).isEqualTo(3);
    }

    @Test
    void callsFailUntilTheyAreMended() {
        ScriptedBackend backend = ScriptedBackend.automatic();
        BackendSession session = running(backend);
        backend.camera().fail(Call.QUEUE, new ConfigurationRejectedException("no", ScriptedBackend.CAMERA, 12));
        assertThat(session.queue(0)).isEqualTo(-12);
        backend.camera().fail(Call.QUEUE, new IllegalStateException("broken"));
        assertThatIllegalStateException().isThrownBy(() -> session.queue(0)).withMessage("broken");
        backend.camera().mend(Call.QUEUE);
        assertThat(session.queue(0)).isZero();
        backend.camera().fail(Call.STOP, new AssertionError("stuck"));
        assertThatThrownBy(session::stop).hasMessage("stuck");
        assertThat(backend.camera().calls()).containsExactly(Call.ACQUIRE, Call.CONFIGURE, Call.START, Call.STOP);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> backend.camera().fail(Call.STOP, new Exception("checked")));
    }

    @Test
    void callsHangUntilTheyAreMended() {
        ScriptedBackend backend = ScriptedBackend.manual();
        BackendSession session = running(backend);
        session.queue(0);
        backend.camera().hang(Call.STOP);
        CompletableFuture<Void> stop = CompletableFuture.runAsync(session::stop);
        while (session.queue(1) == 0) {
            Thread.onSpinWait();
        }
        assertThat(stop).isNotDone();
        assertThat(session.poll()).isEqualTo(-1);
        backend.camera().mend(Call.STOP);
        stop.join();
        assertThat(polled(session)).contains(0);
        assertThat(session.isGood(0)).isFalse();
    }

    @Test
    void whoIsDisconnectedIsNotThereUntilItComesBack() {
        ScriptedBackend backend = ScriptedBackend.manual().cameras("a", "b");
        BackendSession session = running(backend);
        session.queue(0);
        backend.camera("a").disconnect();
        assertThat(session.isDisconnected()).isTrue();
        assertThat(session.queue(1)).isEqualTo(-19);
        assertThat(backend.start().cameras()).extracting(CameraDescriptor::id).containsExactly("b");
        assertThatThrownBy(() -> backend.start().open("a"))
                .isInstanceOf(CameraNotFoundException.class)
                .hasMessageContaining("\"a\"");
        session.stop();
        assertThat(polled(session)).containsExactly(0);
        backend.camera("a").reconnect();
        assertThat(backend.start().open("a").descriptor().id()).isEqualTo("a");
    }

    @Test
    void aCameraThatIsGoneMayKeepItsRequests() {
        ScriptedBackend backend = ScriptedBackend.manual();
        BackendSession session = running(backend);
        session.queue(0);
        backend.camera().disconnectKeepingRequests();
        session.stop();
        assertThat(session.poll()).isEqualTo(-1);
    }

    @Test
    void settingsAreCheckedKeptAndTold() {
        ScriptedBackend backend = ScriptedBackend.automatic().controls(Map.of("gain", Float.class));
        BackendSession session = running(backend);
        ControlList settings = ControlList.of("gain", 2f);
        session.queue(0, settings);
        session.queue(1);
        assertThat(backend.session().settings()).containsExactly(settings, ControlList.EMPTY);
        assertThat(session.metadata(0).get("gain", Float.class)).contains(2f);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.check(ControlList.of("focus", 1)))
                .withMessage("camera scripted:0 has no control focus; it has [gain]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.queue(2, ControlList.of("gain", 1)))
                .withMessage("the control gain is of type Float, not Integer");
        assertThat(polled(session)).containsExactly(0, 1);
    }

    @Test
    void aMappingIsItsOwnAndCanBePoisoned() {
        BackendSession session = running(ScriptedBackend.automatic());
        session.queue(0);
        session.queue(1);
        SlotMapping mapping = session.map(1, 0);
        assertThat(mapping.plane(0)).isEqualTo(session.plane(1, 0, 0));
        mapping.poison();
        assertThat(mapping.plane(0).get(7)).isEqualTo((byte) 0xDB);
        assertThat(session.plane(1, 0, 0).get(7)).isEqualTo((byte) 1);
    }

    @ParameterizedTest
    @CsvSource({
        "NV12, 18, 162, 90",
        "YUYV, 36, 324, 0",
        "RGB888, 51, 459, 0",
        "R8, 17, 153, 0",
        "MJPEG, 0, 153, 0",
    })
    void eachFormatHasItsPlanes(String name, int stride, int first, int second) {
        PixelFormat format = new PixelFormat(name);
        ScriptedBackend backend = ScriptedBackend.automatic().format(format, new Size(17, 9));
        BackendSession session = running(backend);
        assertThat(session.stride(0, 0)).isEqualTo(stride);
        assertThat(session.plane(0, 0, 0).capacity()).isEqualTo(first);
        assertThat(session.planeCount(0)).isEqualTo(second == 0 ? 1 : 2);
        if (second > 0) {
            assertThat(session.plane(0, 0, 1).capacity()).isEqualTo(second);
        }
        assertThat(session.configuration().streams().get(0).frameSize()).isEqualTo(first + second);
        assertThat(session.configuration().streams().get(0).pixelFormat()).isEqualTo(format);
        assertThat(backend.start().open(ScriptedBackend.CAMERA).formats(StreamRole.RAW))
                .hasSize(1);
    }

    @Test
    void otherFormatsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScriptedBackend.manual().format(new PixelFormat("SRGGB10"), new Size(2, 2)))
                .withMessageContaining("SRGGB10");
    }

    @Test
    void picturesAreThoseOfTheTest() {
        ScriptedBackend backend = ScriptedBackend.automatic()
                .format(new PixelFormat("R8"), new Size(2, 1))
                .pictures((pixels, sequence) -> pixels.put((byte) 7).put((byte) (sequence + 1)));
        BackendSession session = running(backend);
        session.queue(0);
        session.queue(1);
        assertThat(session.plane(1, 0, 0)).isEqualTo(ByteBuffer.wrap(new byte[] {7, 2}));
    }

    @Test
    void whatItCannotCaptureIsRejectedOrAdjusted() {
        BackendCamera camera = ScriptedBackend.manual().start().open(ScriptedBackend.CAMERA);
        assertThatThrownBy(() -> camera.validate(SPEC.size(640, 480)))
                .isInstanceOf(ConfigurationRejectedException.class)
                .hasMessageContaining("NV12 32x16 only");
        CameraConfiguration configuration = camera.validate(SPEC.size(640, 480).acceptAdjusted());
        assertThat(configuration.adjusted()).containsExactly(Adjustment.SIZE);
        assertThat(configuration.streams().get(0).size()).isEqualTo(new Size(32, 16));
        CaptureSpec picture = SPEC.orientation(Orientation.ROTATE_180)
                .colorSpace(ColorSpace.REC709)
                .sensor(new SensorConfiguration(10, new Size(32, 16)));
        assertThatThrownBy(() -> camera.validate(picture)).hasMessageContaining("upright");
        assertThat(camera.validate(picture.acceptAdjusted()).adjusted())
                .containsExactlyInAnyOrder(Adjustment.ORIENTATION, Adjustment.COLOR_SPACE, Adjustment.SENSOR);
    }

    /** The first is the camera's, the others are what they were asked to be. */
    @Test
    void furtherStreamsAreWhatIsAskedOfThem() {
        BackendCamera camera = ScriptedBackend.manual().start().open(ScriptedBackend.CAMERA);
        CaptureSpec spec = SPEC.and(StreamSpec.stillCapture())
                .and(StreamSpec.raw().size(8, 4).pixelFormat(PixelFormat.R8));
        assertThat(camera.validate(spec).streams())
                .extracting(stream -> stream.role() + " " + stream.pixelFormat() + " " + stream.size())
                .containsExactly("VIEWFINDER NV12 32x16", "STILL_CAPTURE NV12 32x16", "RAW R8 8x4");
        CaptureSpec unknown = SPEC.and(StreamSpec.raw().pixelFormat(new PixelFormat("SRGGB10")));
        assertThatThrownBy(() -> camera.validate(unknown))
                .isInstanceOf(ConfigurationRejectedException.class)
                .hasMessageContaining("SRGGB10");
    }

    @Test
    void camerasHaveIdsOfTheirOwn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScriptedBackend.manual().cameras("a", "a"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScriptedBackend.manual().cameras(new String[0]));
    }

    @Test
    void aSessionThatIsNotThereIsExplained() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ScriptedBackend.manual().session())
                .withMessageContaining("nobody has subscribed");
    }

    @Test
    void awaitTellsOfEachCompletionOnceUnlessItWasPolled() throws InterruptedException {
        ScriptedBackend backend = ScriptedBackend.automatic();
        BackendSession session = running(backend);
        session.queue(0);
        session.await();
        session.queue(1);
        assertThat(polled(session)).containsExactly(0, 1);
        Thread sleeper = new Thread(session::await);
        sleeper.start();
        await().until(() -> sleeper.getState() == Thread.State.WAITING); // one that returned would have ended
        session.queue(2);
        sleeper.join();
        session.wake();
        session.await();
        backend.camera().disconnect();
        session.await();
    }
}
