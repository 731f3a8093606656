package io.github.reactorlibcamera.springboot.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.config.Customizer.withDefaults;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.csrf.CookieServerCsrfTokenRepository;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.security.web.server.csrf.ServerCsrfTokenRequestAttributeHandler;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/** With names and passwords, and a CSRF token for a page's script. The configuration is what docs/spring-boot.md shows. */
class MjpegSecurityTest {
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableWebFluxSecurity
    static class Application {
        @Bean
        SecurityWebFilterChain chain(ServerHttpSecurity http) {
            return http.authorizeExchange(exchanges -> exchanges.anyExchange().authenticated())
                    .httpBasic(withDefaults())
                    .csrf(csrf -> csrf.csrfTokenRepository(CookieServerCsrfTokenRepository.withHttpOnlyFalse())
                            .csrfTokenRequestHandler(new ServerCsrfTokenRequestAttributeHandler()))
                    .build();
        }

        /** Sends the cookie, which without this waits for somebody to ask for the token. */
        @Bean
        WebFilter csrfCookie() {
            return (exchange, chain) -> {
                Mono<CsrfToken> token = exchange.getAttributeOrDefault(CsrfToken.class.getName(), Mono.empty());
                return token.then(chain.filter(exchange));
            };
        }

        @Bean
        MapReactiveUserDetailsService users() {
            return new MapReactiveUserDetailsService(
                    User.withUsername("guest")
                            .password("{noop}guest")
                            .roles("GUEST")
                            .build(),
                    User.withUsername("operator")
                            .password("{noop}operator")
                            .roles("LIBCAMERA_CONTROL")
                            .build());
        }
    }

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(Application.class, "libcamera.mjpeg.controls.enabled=true");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void everybodyLeaves() {
        server.viewers.forEach(Viewer::close);
        server.viewers.clear();
        await().until(() -> {
            server.frame();
            return !server.isRunning();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/stream", "/snapshot", "/stats", "/clients", "/controls"})
    void nobodySeesAnythingWithoutAName(String what) {
        server.client
                .get()
                .uri(server.path + what)
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .exists(HttpHeaders.WWW_AUTHENTICATE);
        assertThat(server.isRunning()).isFalse();
    }

    @Test
    void aGuestSeesTheCamera() {
        Viewer viewer = server.add(
                new Viewer(server.port, server.path + "/stream", "HTTP/1.1\r\nAuthorization: " + basic("guest"))
                        .reading());
        await().until(server::isRunning);
        server.frame();
        await().until(() -> viewer.parts() == 1);

        as("guest")
                .get()
                .uri("/cameras")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.length()")
                .isEqualTo(2);
    }

    @Test
    void aChangeTakesTheTokenOfThePage() {
        as("operator")
                .patch()
                .uri(server.path + "/controls")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"Brightness\": 0.5}")
                .exchange()
                .expectStatus()
                .isForbidden()
                .expectBody(String.class)
                .returnResult();
    }

    @Test
    void aChangeTakesTheRole() {
        change("operator")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.length()")
                .isEqualTo(3);
        change("guest")
                .expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("changing a camera's controls takes the role LIBCAMERA_CONTROL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cameras/%2e%2e/x", "/cameras//stream", "/cameras/a%2Fb/stream", "/cameras/a;x=y/stream"})
    void theFirewallStaysOn(String odd) {
        as("guest").get().uri(server.uri(odd)).exchange().expectStatus().isBadRequest();
    }

    private static WebTestClient.ResponseSpec change(String user) {
        String token = Objects.requireNonNull(as(user).get()
                        .uri("/cameras")
                        .exchange()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseCookies()
                        .getFirst("XSRF-TOKEN"))
                .getValue();
        return as(user).patch()
                .uri(server.path + "/controls")
                .cookie("XSRF-TOKEN", token)
                .header("X-XSRF-TOKEN", token)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"Brightness\": 0.5}")
                .exchange();
    }

    private static WebTestClient as(String user) {
        return server.client
                .mutate()
                .defaultHeader(HttpHeaders.AUTHORIZATION, basic(user))
                .build();
    }

    private static String basic(String user) {
        byte[] pair = (user + ":" + user).getBytes(StandardCharsets.US_ASCII);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
}
