package io.github.reactorlibcamera.springboot.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.jpeg.JpegEncoder;
import io.github.reactorlibcamera.test.ScriptedBackend;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import reactor.test.StepVerifier;

class CameraDirectoryTest {
    private static final String ID = "\\_SB.PCI0:1/usb-2";

    @Test
    void aKeyIsPlainAndStable() {
        assertThat(keyOf(ID)).matches("[a-z0-9-]+").startsWith("test-cam-9000-").isEqualTo(keyOf(ID));
        assertThat(keyOf("platform/imx219")).isNotEqualTo(keyOf(ID));
        assertThat(keyOf("simulated:bars?fps=5")).isEqualTo(keyOf("simulated:bars"));
    }

    private static String keyOf(String id) {
        try (CameraManager another = CameraManager.create(TestCameras.of(id))) {
            return CameraKey.of(another.camera(id));
        }
    }

    @Test
    void aChosenCameraThatIsGoneIsShownAsSuchUntilItIsBack() {
        ScriptedBackend chosen = TestCameras.of(ID);
        try (CameraManager manager = CameraManager.create(chosen)) {
            CameraDirectory directory = directory(manager);
            LiveCamera live = cameras(directory).get(0);
            assertThat(live.isPresent()).isTrue();

            chosen.camera().disconnect();

            await().until(() -> !live.isPresent());
            assertThat(cameras(directory)).containsExactly(live);
            chosen.camera().reconnect();
            await().until(live::isPresent);
            assertThat(live.arrivals()).isEqualTo(1);
        }
    }

    @Test
    void aChosenCameraThatIsNotThereYetAppears() {
        ScriptedBackend chosen = TestCameras.of(ID);
        chosen.camera().disconnect();
        try (CameraManager manager = CameraManager.create(chosen)) {
            CameraDirectory directory = directory(manager);
            assertThat(cameras(directory)).isEmpty();
            StepVerifier.create(directory.camera("x")).verifyErrorMessage("there is no camera \"x\"; there is none");

            chosen.camera().reconnect();

            await().until(() -> cameras(directory).size() == 1);
        }
    }

    private static CameraDirectory directory(CameraManager manager) {
        MjpegProperties usual =
                new Binder(new MapConfigurationPropertySource()).bindOrCreate("libcamera.mjpeg", MjpegProperties.class);
        return new CameraDirectory(
                manager, new LiveSettings(ID, CaptureSpec.viewfinder(), usual, JpegEncoder.create()));
    }

    private static List<LiveCamera> cameras(CameraDirectory directory) {
        return Objects.requireNonNull(directory.cameras().block());
    }
}
