package io.github.reactorlibcamera.springboot.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.test.ScriptedBackend;
import io.github.reactorlibcamera.test.ScriptedCamera;
import io.github.reactorlibcamera.test.ScriptedCamera.Call;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.netty.http.client.HttpClient;

/** An application with nothing but the endpoint, two scripted cameras, and viewers on sockets of their own. */
final class TestServer implements AutoCloseable {
    static final String OTHER = "platform/imx219";

    /** What the camera does is what the viewers see. */
    private static final Map<String, Object> PLAIN = Map.of(
            "server.port", 0,
            "spring.main.banner-mode", "off",
            "spring.reactor.netty.shutdown-quiet-period", "0s",
            "libcamera.mjpeg.linger", "0s",
            "libcamera.mjpeg.settle", "0s",
            "libcamera.mjpeg.offline-picture", false);

    final ScriptedBackend backend = TestCameras.of("\\_SB.PCI0:1/usb-2", OTHER);
    final ScriptedCamera scripted = backend.camera();
    final CameraManager manager = CameraManager.create(backend);
    final Camera camera = manager.camera(scripted.id());
    final Camera other = manager.camera(OTHER);
    final String path = "/cameras/" + CameraKey.of(camera);
    final List<Viewer> viewers = new ArrayList<>();
    final ConfigurableApplicationContext context;
    final int port;
    final WebTestClient client;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {ReactiveWebSecurityAutoConfiguration.class, ReactiveUserDetailsServiceAutoConfiguration.class})
    static class Application {}

    /** @param properties each as {@code name=value} */
    TestServer(String... properties) {
        this(Application.class, properties);
    }

    TestServer(Class<?> configuration, String... properties) {
        SpringApplication application = new SpringApplication(configuration);
        application.setWebApplicationType(WebApplicationType.REACTIVE);
        application.addInitializers(
                beans -> ((GenericApplicationContext) beans).registerBean(CameraManager.class, () -> manager));
        application.setDefaultProperties(PLAIN);
        context = application.run(
                Arrays.stream(properties).map(property -> "--" + property).toArray(String[]::new));
        port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        boolean secure = context.getEnvironment().containsProperty("server.ssl.key-store");
        client = WebTestClient.bindToServer(new ReactorClientHttpConnector(secure ? trusting() : HttpClient.create()))
                .baseUrl((secure ? "https" : "http") + "://127.0.0.1:" + port)
                .responseTimeout(Duration.ofSeconds(30))
                .build();
    }

    /** Of whatever certificate: a test makes its own. */
    private static HttpClient trusting() {
        try {
            SslContext any = SslContextBuilder.forClient()
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .build();
            return HttpClient.create().secure(tls -> tls.sslContext(any));
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        context.close();
        assertThat(backend.isClosed()).isTrue();
    }

    /** Also waits until nothing is left of them. */
    void everybodyLeaves() {
        scripted.mend(Call.ACQUIRE);
        viewers.forEach(Viewer::close);
        viewers.clear();
        // A connection that is gone is noticed by writing to it.
        await().until(() -> {
            frame();
            return stats().viewers() == 0;
        });
        await().untilAsserted(() -> assertThat(stats().partsInFlight()).isZero());
    }

    Viewer watch(String what) {
        return add(new Viewer(port, path + what).reading());
    }

    Viewer add(Viewer viewer) {
        viewers.add(viewer);
        return viewer;
    }

    boolean isRunning() {
        return camera.statistics().running();
    }

    /** Waits until so many view the running camera. */
    void awaitViewers(int count) {
        await().until(() -> stats().viewers() == count && isRunning());
    }

    /** Lets the camera give a frame, if it runs. */
    void frame() {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> !isRunning() || scripted.session().complete());
    }

    /** Lets the running camera give a frame, and waits until the server has its hands on it. */
    void deliver() {
        long before = camera.statistics().delivered();
        frame();
        await().until(() -> camera.statistics().delivered() > before);
    }

    /** The session that runs fails; the next finds the camera. */
    void unplugAndPlugIn() {
        scripted.disconnect();
        scripted.reconnect();
    }

    CameraStats stats() {
        return Objects.requireNonNull(client.get()
                .uri(path + "/stats")
                .exchange()
                .expectBody(CameraStats.class)
                .returnResult()
                .getResponseBody());
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    void assertProblem(String uri, int status, String detail) {
        client.get()
                .uri(uri(uri))
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo(status)
                .jsonPath("$.detail")
                .isEqualTo(detail);
    }
}
