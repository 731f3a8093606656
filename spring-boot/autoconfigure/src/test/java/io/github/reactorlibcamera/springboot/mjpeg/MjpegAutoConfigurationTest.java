package io.github.reactorlibcamera.springboot.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.jpeg.Subsampling;
import io.github.reactorlibcamera.springboot.LibcameraAutoConfiguration;
import io.github.reactorlibcamera.test.ScriptedBackend;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.server.RouterFunction;

@ExtendWith(OutputCaptureExtension.class)
class MjpegAutoConfigurationTest {
    private static final AutoConfigurations ALL = AutoConfigurations.of(
            LibcameraAutoConfiguration.class, MjpegAutoConfiguration.class, ServletNoticeAutoConfiguration.class);

    private final ReactiveWebApplicationContextRunner reactive =
            new ReactiveWebApplicationContextRunner().withConfiguration(ALL);

    @Test
    void aReactiveApplicationHasTheEndpointAlsoWithoutALibcamera() {
        reactive.run(context -> assertThat(context)
                .hasNotFailed()
                .hasSingleBean(CameraDirectory.class)
                .hasSingleBean(MjpegEndpoint.class)
                .hasSingleBean(RouterFunction.class));
    }

    /** Not with a response that begins well and breaks off, which a page would ask for again and again. */
    @Test
    void eventsSayWhyThereIsNoLibcamera() {
        reactive.run(context -> WebTestClient.bindToRouterFunction(context.getBean(RouterFunction.class))
                .build()
                .get()
                .uri("/cameras/events")
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON));
    }

    @Test
    void whoMountsItElsewhereSwitchesTheRoutesOffAndKeepsTheEndpoint() {
        reactive.withPropertyValues("libcamera.mjpeg.enabled=false")
                .run(context ->
                        assertThat(context).hasSingleBean(MjpegEndpoint.class).doesNotHaveBean(RouterFunction.class));
    }

    @Test
    void nothingIsThereWhenAllIsOff() {
        reactive.withPropertyValues("libcamera.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(CameraDirectory.class)
                        .doesNotHaveBean(RouterFunction.class));
    }

    @Test
    void aServletApplicationHasTheBeansAndALoggedReason(CapturedOutput output) {
        new WebApplicationContextRunner()
                .withConfiguration(ALL)
                .run(context ->
                        assertThat(context).hasSingleBean(CameraManager.class).doesNotHaveBean(MjpegEndpoint.class));

        assertThat(output).contains("no MJPEG endpoint", "spring-boot-starter-webflux");
    }

    @Test
    void aServletApplicationThatWantsNoEndpointIsToldNothing(CapturedOutput output) {
        new WebApplicationContextRunner()
                .withConfiguration(ALL)
                .withPropertyValues("libcamera.mjpeg.enabled=false")
                .run(context -> assertThat(context).hasSingleBean(CameraManager.class));

        assertThat(output).doesNotContain("no MJPEG endpoint");
    }

    @Test
    void anApplicationWithoutAWebHasTheBeans(CapturedOutput output) {
        new ApplicationContextRunner()
                .withConfiguration(ALL)
                .run(context ->
                        assertThat(context).hasSingleBean(CameraManager.class).doesNotHaveBean(MjpegEndpoint.class));

        assertThat(output).doesNotContain("no MJPEG endpoint");
    }

    @Test
    void propertiesAreTaken() {
        reactive.withBean(CameraManager.class, () -> CameraManager.create(ScriptedBackend.automatic()))
                .withPropertyValues(
                        "libcamera.mjpeg.path=/api/cams",
                        "libcamera.mjpeg.quality=55",
                        "libcamera.mjpeg.subsampling=full_444",
                        "libcamera.mjpeg.write-idle-timeout=0",
                        "libcamera.mjpeg.first-picture-timeout=3s")
                .run(context -> {
                    MjpegProperties properties = context.getBean(MjpegProperties.class);
                    assertThat(properties.path()).isEqualTo("/api/cams");
                    assertThat(properties.quality()).isEqualTo(55);
                    assertThat(properties.subsampling()).isEqualTo(Subsampling.FULL_444);
                    assertThat(properties.writeIdleTimeout()).isZero();
                    assertThat(properties.firstPictureTimeout()).isEqualTo(Duration.ofSeconds(3));
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "path=cameras | libcamera.mjpeg.path begins with a slash",
                "path=/ | libcamera.mjpeg.path begins with a slash",
                "path=/a/ | libcamera.mjpeg.path begins with a slash",
                "path=/{x} | libcamera.mjpeg.path begins with a slash",
                "quality=0 | libcamera.mjpeg.quality is 1 to 100, not 0",
                "linger=-1s | libcamera.mjpeg.linger is a time, as 5s, or 0 for none",
                "heartbeat=-1s | libcamera.mjpeg.heartbeat is a time, as 5s, or 0 for none",
                "settle=-1s | libcamera.mjpeg.settle is a time, as 5s, or 0 for none",
                "max-clients=-1 | libcamera.mjpeg.max-clients is a whole number",
                "snapshot.max-age=-1s | libcamera.mjpeg.snapshot.max-age is a time",
                "snapshot.timeout=0 | libcamera.mjpeg.snapshot.timeout is a time above 0",
                "controls.role=ROLE_X | libcamera.mjpeg.controls.role is the name of a role without the prefix ROLE_",
                "write-idle-timeout=-1s | libcamera.mjpeg.write-idle-timeout is a time, as 5s, or 0 for none",
                "first-picture-timeout=0 | libcamera.mjpeg.first-picture-timeout is a time above 0"
            })
    void aWrongValueFailsTheStartWithASentence(String property, String sentence) {
        reactive.withPropertyValues("libcamera.mjpeg." + property)
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining(sentence));
    }

    @Test
    void thePersonWhoStartsItIsToldWhatIsWrong(CapturedOutput output) {
        assertThatThrownBy(() -> new TestServer("libcamera.mjpeg.quality=0"));

        assertThat(output).contains("APPLICATION FAILED TO START", "libcamera.mjpeg.quality is 1 to 100, not 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "libcamera.enabled",
                "libcamera.camera",
                "libcamera.capture.frame-rate",
                "libcamera.mjpeg.path",
                "libcamera.mjpeg.controls.role"
            })
    void editorsAreToldOfTheProperties(String name) throws IOException {
        try (InputStream metadata = Objects.requireNonNull(
                getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
            String json = new String(metadata.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(json)
                    .containsPattern("\"name\": \"" + name + "\",\\s+\"type\": \"[^\"]+\",\\s+\"description\": \"");
        }
    }
}
