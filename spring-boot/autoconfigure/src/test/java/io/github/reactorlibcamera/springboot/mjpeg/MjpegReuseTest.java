package io.github.reactorlibcamera.springboot.mjpeg;

import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The endpoint's methods in places of one's own; as docs/spring-boot.md shows. */
class MjpegReuseTest {
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {ReactiveWebSecurityAutoConfiguration.class, ReactiveUserDetailsServiceAutoConfiguration.class})
    @Import(DoorController.class)
    static class Application {
        @Bean
        RouterFunction<ServerResponse> doors(MjpegEndpoint endpoint) {
            return RouterFunctions.route()
                    .GET("/doors/{door}", request -> endpoint.stream(request, request.pathVariable("door")))
                    .build();
        }
    }

    @RestController
    static class DoorController {
        private final MjpegEndpoint endpoint;

        DoorController(MjpegEndpoint endpoint) {
            this.endpoint = endpoint;
        }

        @GetMapping("/door/{door}")
        Mono<Void> door(ServerWebExchange exchange, @PathVariable String door) {
            return endpoint.answer(exchange, request -> endpoint.stream(request, door));
        }

        @GetMapping("/door/{door}/still")
        Mono<Void> still(ServerWebExchange exchange, @PathVariable String door) {
            return endpoint.answer(exchange, request -> endpoint.snapshot(request, door));
        }
    }

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(Application.class);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void everybodyLeaves() {
        server.everybodyLeaves();
    }

    @Test
    void aRouteOfOnesOwn() {
        shows("/doors/");
    }

    @Test
    void aController() {
        shows("/door/");
    }

    private static void shows(String place) {
        Viewer viewer = server.add(new Viewer(server.port, place + CameraKey.of(server.camera)).reading());
        server.awaitViewers(1);
        server.frame();
        await().until(() -> viewer.parts() == 1);
    }

    @Test
    void aControllersErrorsAreToldToo() {
        server.assertProblem(
                "/door/nope/still",
                404,
                "there is no camera \"nope\"; there are " + CameraKey.of(server.camera) + ", "
                        + CameraKey.of(server.other));
    }
}
