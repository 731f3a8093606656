package io.github.reactorlibcamera.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraProperties;
import io.github.reactorlibcamera.CaptureSession;
import io.github.reactorlibcamera.CompletedRequest;
import io.github.reactorlibcamera.ControlInfo;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.ControlType;
import io.github.reactorlibcamera.Controls;
import io.github.reactorlibcamera.Rectangle;
import io.github.reactorlibcamera.Size;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What cameras tell of their controls and properties, and what becomes of settings, through the shim. */
@Timeout(60)
class SimulatedControlsTest extends SimulatedFixture {
    private static Map<String, ControlInfo> byName(List<ControlInfo> infos) {
        return infos.stream().collect(Collectors.toMap(ControlInfo::name, info -> info));
    }

    @Test
    void tellsEachControlWithTypeLimitsAndDefault() {
        Map<String, ControlInfo> controls =
                byName(Objects.requireNonNull(camera("bars").controls().block(LIMIT)));
        assertThat(controls)
                .containsEntry(
                        "libcamera::ExposureTime",
                        new ControlInfo(
                                "libcamera::ExposureTime",
                                ControlType.INT32,
                                false,
                                1,
                                10,
                                1_000_000,
                                10_000,
                                Map.of()))
                .containsEntry(
                        "libcamera::Brightness",
                        new ControlInfo("libcamera::Brightness", ControlType.FLOAT, false, 1, -1f, 1f, 0f, Map.of()))
                .containsEntry(
                        "libcamera::FrameDurationLimits",
                        new ControlInfo(
                                "libcamera::FrameDurationLimits",
                                ControlType.INT64,
                                true,
                                2,
                                1_000L,
                                10_000_000L,
                                null,
                                Map.of()));
        assertThat(byName(
                        Objects.requireNonNull(camera("bars?unpaced").controls().block(LIMIT))))
                .doesNotContainKey("libcamera::FrameDurationLimits");
    }

    @Test
    void tellsItsProperties() {
        ControlList properties =
                Objects.requireNonNull(camera("gradient?unpaced").properties().block(LIMIT));
        Size sensor = new Size(8192, 8192);
        assertThat(properties.get(CameraProperties.MODEL)).hasValue("Simulated camera, gradient");
        assertThat(properties.get(CameraProperties.ROTATION)).hasValue(0);
        assertThat(properties.get(CameraProperties.PIXEL_ARRAY_SIZE)).hasValue(sensor);
        assertThat(properties.get(CameraProperties.PIXEL_ARRAY_ACTIVE_AREAS))
                .hasValue(List.of(new Rectangle(0, 0, 8192, 8192)));
        assertThat(properties.get(CameraProperties.LOCATION)).isEmpty();
    }

    @Test
    void metadataHasNamesAndTypes() {
        Camera camera = camera("bars?unpaced");
        ControlList metadata = Objects.requireNonNull(camera.requests(spec.controls(
                        ControlList.of(Controls.EXPOSURE_TIME, 5_000).with(Controls.ANALOGUE_GAIN, 2f)))
                .map(request -> {
                    try (request) {
                        return request.metadata();
                    }
                })
                .blockFirst(LIMIT));
        assertThat(metadata.get(Controls.EXPOSURE_TIME)).hasValue(5_000);
        assertThat(metadata.get(Controls.ANALOGUE_GAIN)).hasValue(2f);
        assertThat(metadata.get(Controls.SENSOR_TIMESTAMP))
                .hasValueSatisfying(time -> assertThat(time).isPositive());
        assertThat(metadata.get(Controls.FRAME_DURATION)).isPresent();
    }

    @Test
    void takesValuesOfEachKindThatThereIs() {
        ControlList settings = ControlList.of(Controls.AE_ENABLE, true)
                .with("draft::TestPatternMode", "TestPatternModeSolidColor")
                .with(Controls.BRIGHTNESS, -0.25f)
                .with(Controls.SCALER_CROP, new Rectangle(10, 20, 300, 200))
                .with(Controls.FRAME_DURATION_LIMITS, List.of(2_000L, 2_000L));
        ControlList metadata = Objects.requireNonNull(camera("bars?fps=1000")
                .requests(spec.controls(settings))
                .map(request -> {
                    try (request) {
                        return request.metadata();
                    }
                })
                .skip(1)
                .blockFirst(LIMIT));
        assertThat(metadata.get(Controls.AE_ENABLE)).hasValue(true);
        assertThat(metadata.get(Controls.TEST_PATTERN_MODE)).hasValue(1);
        assertThat(metadata.get(Controls.BRIGHTNESS)).hasValue(-0.25f);
        assertThat(metadata.get(Controls.SCALER_CROP)).hasValue(new Rectangle(10, 20, 300, 200));
        assertThat(metadata.get(Controls.FRAME_DURATION)).hasValue(2_000L);
    }

    @Test
    void refusesAtTheCallWithWhatIsAllowed() {
        CaptureSession session =
                Objects.requireNonNull(camera("bars?unpaced").open(spec).block(LIMIT));
        assertThat(session.controls()).extracting(ControlInfo::name).contains("libcamera::ExposureTime");
        refused(
                session,
                "ExposureTime",
                "soon",
                "libcamera::ExposureTime is a whole number of 32 bits, at least 10, at most");
        refused(
                session,
                "libcamera::Brightness",
                2,
                "libcamera::Brightness is a number, at least -1, at most 1, not 2");
        refused(
                session,
                "FrameDurationLimits",
                1,
                "camera simulated:bars?unpaced does not support setting the control");
        refused(
                session,
                "SensorTimestamp",
                1,
                "does not support setting the control libcamera::SensorTimestamp; there are: ");
        refused(session, "Sharpnes", 1, "libcamera knows no control \"libcamera::Sharpnes\"; there are: ");
        refused(session, "rpi::Any\0thing", 1, "knows no control");
        session.closeLater().block(LIMIT);
    }

    private static void refused(CaptureSession session, String name, Object value, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.controls(ControlList.of(name, value)))
                .withMessageContaining(sentence);
    }

    /** Nothing is asked of a camera that is gone, or busy with its stop. */
    @Test
    void namesAreKnownWhenTheCameraIsGone() {
        Camera camera = camera("bars?unpaced");
        CompletedRequest request =
                Objects.requireNonNull(camera.requests(spec).next().block(LIMIT));
        eventually(() -> !camera.statistics().running());
        manager.close();
        assertThat(request.metadata().get(Controls.EXPOSURE_TIME)).isPresent();
        request.close();
    }
}
