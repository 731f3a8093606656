package io.github.reactorlibcamera.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureRecorder;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.test.ScriptedBackend;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.test.StepVerifier;

class LibcameraMetricsTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(LibcameraMetricsAutoConfiguration.class, LibcameraAutoConfiguration.class))
            .withBean(CameraManager.class, () -> CameraManager.create(ScriptedBackend.automatic()));

    @Test
    void aRegistryGetsTheMetersOfCaptures() {
        runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run(context -> {
            StepVerifier.create(context.getBean(Camera.class)
                            .frames(context.getBean(CaptureSpec.class), Frame::sequence)
                            .take(3))
                    .expectNextCount(3)
                    .verifyComplete();

            assertThat(context.getBean(MeterRegistry.class).getMeters())
                    .anyMatch(meter -> meter.getId().getTags().stream()
                            .anyMatch(tag -> tag.getValue().equals(ScriptedBackend.CAMERA)));
        });
    }

    @Test
    void withoutARegistryNothingIsRecorded() {
        runner.run(context -> {
            assertThat(context).doesNotHaveBean(CaptureRecorder.class);
            assertThat(context.getBean(CaptureSpec.class).recorder()).isNull();
        });
    }
}
