package io.github.reactorlibcamera.springboot.mjpeg;

import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.authentication.HttpStatusServerEntryPoint;
import org.springframework.security.web.server.authentication.ServerAuthenticationEntryPointFailureHandler;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import reactor.core.publisher.Mono;

/** With a token, for programs: no cookie, so no CSRF. The configuration is what docs/spring-boot.md shows. */
class MjpegTokenTest {
    private static final String TOKEN = "a-long-random-text";

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableWebFluxSecurity
    static class Application {
        @Bean
        SecurityWebFilterChain chain(ServerHttpSecurity http, ReactiveAuthenticationManager tokens) {
            HttpStatusServerEntryPoint unauthorized = new HttpStatusServerEntryPoint(HttpStatus.UNAUTHORIZED);
            AuthenticationWebFilter bearer = new AuthenticationWebFilter(tokens);
            bearer.setServerAuthenticationConverter(exchange -> Mono.justOrEmpty(
                            exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION))
                    .filter(header -> header.startsWith("Bearer "))
                    .map(header -> new UsernamePasswordAuthenticationToken("token", header.substring(7))));
            bearer.setAuthenticationFailureHandler(new ServerAuthenticationEntryPointFailureHandler(unauthorized));
            return http.authorizeExchange(exchanges -> exchanges.anyExchange().authenticated())
                    .addFilterAt(bearer, SecurityWebFiltersOrder.AUTHENTICATION)
                    .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                    .exceptionHandling(errors -> errors.authenticationEntryPoint(unauthorized))
                    .csrf(ServerHttpSecurity.CsrfSpec::disable)
                    .build();
        }

        @Bean
        ReactiveAuthenticationManager tokens() {
            return given -> TOKEN.equals(given.getCredentials())
                    ? Mono.just(UsernamePasswordAuthenticationToken.authenticated(
                            "program", "", List.of(new SimpleGrantedAuthority("ROLE_LIBCAMERA_CONTROL"))))
                    : Mono.error(new BadCredentialsException("an unknown token"));
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

    @Test
    void withoutTheTokenThereIsNothing() {
        server.client.get().uri("/cameras").exchange().expectStatus().isUnauthorized();
        server.client
                .get()
                .uri(server.path + "/stream")
                .header(HttpHeaders.AUTHORIZATION, "Bearer another")
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }

    @Test
    void withTheTokenThereArePictures() {
        try (Viewer viewer =
                new Viewer(server.port, server.path + "/stream", "HTTP/1.1\r\nAuthorization: Bearer " + TOKEN)) {
            viewer.reading();
            await().until(server::isRunning);
            server.frame();
            await().until(() -> viewer.parts() == 1);
        }
    }

    @Test
    void aProgramChangesControls() {
        server.client
                .patch()
                .uri(server.path + "/controls")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + TOKEN)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"Brightness\": 0.5}")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.length()")
                .isEqualTo(3);
    }
}
