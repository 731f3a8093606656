package io.github.reactorlibcamera.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.test.ScriptedBackend;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

class LibcameraHealthTest {
    private final ScriptedBackend backend = ScriptedBackend.automatic();
    private final ApplicationContextRunner plain = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(LibcameraAutoConfiguration.class, LibcameraHealthAutoConfiguration.class));
    private final ApplicationContextRunner scripted =
            plain.withBean(CameraManager.class, () -> CameraManager.create(backend));
    private final ApplicationContextRunner chosen =
            scripted.withPropertyValues("libcamera.camera=" + ScriptedBackend.CAMERA);

    @Test
    void itIsUpWithACamera() {
        scripted.run(context -> {
            Health health = health(context);
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails())
                    .containsEntry("cameras", List.of(ScriptedBackend.CAMERA))
                    .containsEntry("running", List.of());
        });
    }

    @Test
    void itIsUpWithoutACameraThatNobodyNamed() {
        backend.camera().disconnect();
        scripted.run(context -> assertThat(health(context).getStatus()).isEqualTo(Status.UP));
    }

    @Test
    void itIsDownWithoutTheCameraThatIsNamed() {
        chosen.run(context -> {
            assertThat(health(context).getStatus()).isEqualTo(Status.UP);

            backend.camera().disconnect();

            assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
            assertThat(health(context).getDetails()).containsEntry("missing", ScriptedBackend.CAMERA);
        });
    }

    @Test
    void itIsUnknownWithoutALibcamera() {
        plain.run(context -> {
            assertThat(health(context).getStatus()).isEqualTo(Status.UNKNOWN);
            assertThat(health(context).getDetails()).containsKey("reason");
        });
    }

    @Test
    void itCanBeSwitchedOff() {
        plain.withPropertyValues("management.health.libcamera.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(ReactiveHealthIndicator.class));
    }

    private static Health health(ApplicationContext context) {
        return Objects.requireNonNull(
                context.getBean(ReactiveHealthIndicator.class).health().block());
    }
}
