package io.github.reactorlibcamera.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraDisconnectedException;
import io.github.reactorlibcamera.CaptureRecorder.SessionRecorder;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the meters tell, with a camera that is not there. */
class MicrometerCaptureRecorderTest {
    private static final String ID = "\\_SB_.PCI0.XHC_-1:1.0-04f2:b6d9?1";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MicrometerCaptureRecorder recorder = new MicrometerCaptureRecorder(registry);
    private final StubCamera camera = new StubCamera(ID, false);

    private double frames(String outcome) {
        return registry.get("libcamera.frames")
                .tags("camera", ID, "outcome", outcome)
                .counter()
                .count();
    }

    private Map<String, Double> buffers() {
        Map<String, Double> values = new TreeMap<>();
        registry.get("libcamera.buffers")
                .tags("camera", ID)
                .gauges()
                .forEach(gauge -> values.put(String.valueOf(gauge.getId().getTag("state")), gauge.value()));
        return values;
    }

    @Test
    void countsFramesByWhatBecameOfThem() {
        SessionRecorder session = recorder.sessionStarted(camera);
        session.delivered(2_000_000);
        session.delivered(4_000_000);
        session.dropped();
        session.stale();
        session.failed();
        session.lost(3);
        assertThat(frames("delivered")).isEqualTo(2);
        assertThat(frames("dropped")).isEqualTo(1);
        assertThat(frames("stale")).isEqualTo(1);
        assertThat(frames("failed")).isEqualTo(1);
        assertThat(frames("lost")).isEqualTo(3);
    }

    @Test
    void timesTheWayOfAFrame() {
        SessionRecorder session = recorder.sessionStarted(camera);
        session.delivered(2_000_000);
        session.delivered(4_000_000);
        session.delivered(-1);
        Timer latency = registry.get("libcamera.latency").tags("camera", ID).timer();
        assertThat(latency.count()).isEqualTo(3);
        assertThat(latency.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(6);
        assertThat(latency.max(TimeUnit.MILLISECONDS)).isEqualTo(4);
    }

    @Test
    void countsSessionsAndTheirErrors() {
        recorder.sessionStarted(camera).ended(null);
        recorder.sessionStarted(camera).ended(new CameraDisconnectedException("gone", ID, 19));
        recorder.sessionStarted(camera).ended(new IllegalStateException() {});
        assertThat(registry.get("libcamera.sessions")
                        .tags("camera", ID)
                        .counter()
                        .count())
                .isEqualTo(3);
        assertThat(registry.get("libcamera.sessions.errors").counters())
                .allSatisfy(counter -> assertThat(counter.count()).isEqualTo(1))
                .extracting(counter -> counter.getId().getTag("exception"))
                .containsExactlyInAnyOrder(
                        "CameraDisconnectedException", getClass().getName() + "$1");
    }

    @Test
    void gaugesTellWhereTheBuffersAre() {
        recorder.sessionStarted(camera);
        camera.set(StubCamera.buffers(1, 2, 3, 4, 5, 6));
        assertThat(buffers())
                .isEqualTo(Map.of(
                        "free", 1.0, "leased", 2.0, "queued", 3.0, "waiting", 4.0, "lent", 5.0, "abandoned", 6.0));
    }

    @Test
    void gaugesTellOfFramesLentBeyondTheEnd() {
        SessionRecorder session = recorder.sessionStarted(camera);
        session.ended(null);
        camera.set(StubCamera.buffers(3, 0, 0, 0, 1, 0));
        assertThat(buffers()).containsEntry("lent", 1.0).containsEntry("free", 3.0);
    }

    @Test
    void aSimulatedCamerasOptionsAreNoPartOfTheTag() {
        recorder.sessionStarted(new StubCamera("simulated:bars?fps=120", true));
        recorder.sessionStarted(new StubCamera("simulated:bars?unpaced", true));
        recorder.sessionStarted(new StubCamera("simulated:bars", true));
        assertThat(registry.get("libcamera.sessions").counters())
                .singleElement()
                .satisfies(
                        counter -> assertThat(counter.getId().getTag("camera")).isEqualTo("simulated:bars"))
                .satisfies(counter -> assertThat(counter.count()).isEqualTo(3));
    }

    @Test
    void aNextSessionGoesOnWithTheSameMetersAndLooksAtItsOwnCamera() {
        recorder.sessionStarted(camera).delivered(1);
        int meters = registry.getMeters().size();
        StubCamera next = new StubCamera(ID, false);
        next.set(StubCamera.buffers(7, 0, 0, 0, 0, 0));
        recorder.sessionStarted(next).delivered(1);
        assertThat(registry.getMeters()).hasSize(meters);
        assertThat(frames("delivered")).isEqualTo(2);
        assertThat(buffers()).containsEntry("free", 7.0);
    }

    @Test
    void recordersThatShareARegistryShareItsMeters() {
        registry.config()
                .commonTags("application", "test")
                .meterFilter(MeterFilter.renameTag("libcamera", "state", "is"));
        recorder.sessionStarted(camera).ended(null);
        int meters = registry.getMeters().size();
        StubCamera next = new StubCamera(ID, false);
        next.set(StubCamera.buffers(7, 0, 0, 0, 0, 0));
        new MicrometerCaptureRecorder(registry).sessionStarted(next);
        assertThat(registry.getMeters()).hasSize(meters);
        assertThat(registry.get("libcamera.buffers").tags("is", "free").gauge().value())
                .isEqualTo(7);
    }

    @Test
    void moreTagsAreOnAllMeters() {
        new MicrometerCaptureRecorder(registry, Tags.of("line", "3"))
                .sessionStarted(camera)
                .ended(new IllegalStateException());
        assertThat(registry.getMeters())
                .isNotEmpty()
                .allSatisfy(meter -> assertThat(meter.getId().getTag("line")).isEqualTo("3"));
    }

    @Test
    void everyMeterIsAsDocumented() {
        recorder.sessionStarted(camera).ended(new IllegalStateException());
        assertThat(registry.getMeters().stream()
                        .map(Meter::getId)
                        .map(Meter.Id::getName)
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(CaptureMeters.values())
                        .map(CaptureMeters::getName)
                        .toList());
        for (CaptureMeters documented : CaptureMeters.values()) {
            assertThat(registry.get(documented.getName()).meters()).allSatisfy(meter -> {
                assertThat(meter.getId().getType()).isEqualTo(documented.getType());
                assertThat(meter.getId().getDescription()).isNotBlank();
                if (documented.getType() != Meter.Type.TIMER) { // whose unit is the registry's
                    assertThat(meter.getId().getBaseUnit()).isEqualTo(documented.getBaseUnit());
                }
                assertThat(meter.getId().getTags())
                        .extracting(tag -> tag.getKey())
                        .containsExactlyInAnyOrderElementsOf(Arrays.stream(documented.getKeyNames())
                                .map(key -> key.asString())
                                .toList());
            });
        }
    }

    @Test
    void aRunningSessionsGaugesStayThoughNobodyElseHoldsTheCamera() {
        WeakReference<Camera> running = startSession(false);
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        assertThat(running.get()).isNotNull();
        assertThat(buffers()).containsEntry("queued", 3.0);
    }

    @Test
    void anEndedSessionsCameraIsNotKept() {
        WeakReference<Camera> ended = startSession(true);
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            System.gc();
            return ended.get() == null;
        });
        assertThat(buffers())
                .hasSize(6)
                .allSatisfy((state, value) -> assertThat(value).isZero());
    }

    private WeakReference<Camera> startSession(boolean end) {
        StubCamera local = new StubCamera(ID, false);
        local.set(StubCamera.buffers(0, 0, 3, 0, 0, 0));
        SessionRecorder session = recorder.sessionStarted(local);
        if (end) {
            session.ended(null);
        }
        return new WeakReference<>(local);
    }

    @Test
    void aFrameAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        SessionRecorder session = recorder.sessionStarted(camera);
        int frames = 100_000;
        record(session, frames);
        long before = threads.getCurrentThreadAllocatedBytes();
        record(session, frames);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("bytes allocated for %d frames", frames)
                .isLessThan(frames);
    }

    private static void record(SessionRecorder session, int frames) {
        for (int i = 0; i < frames; i++) {
            session.delivered(1_000 + i);
            session.dropped();
            session.stale();
            session.failed();
            session.lost(1);
        }
    }
}
