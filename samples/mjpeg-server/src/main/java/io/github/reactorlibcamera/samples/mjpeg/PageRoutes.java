package io.github.reactorlibcamera.samples.mjpeg;

import static org.springframework.web.reactive.function.server.RequestPredicates.all;
import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The page, and for all that the cameras' endpoint has not got a sentence; Spring's own handlers see no request. */
@Configuration(proxyBeanMethods = false)
class PageRoutes {
    private static final List<HttpMethod> READ = List.of(HttpMethod.GET, HttpMethod.HEAD);

    @Bean
    @Order(1) // after the endpoint's
    RouterFunction<ServerResponse> page() {
        return RouterFunctions.route()
                .route(path("/"), PageRoutes::page)
                .route(
                        all(),
                        request -> problem(
                                ServerResponse.status(HttpStatus.NOT_FOUND),
                                HttpStatus.NOT_FOUND,
                                "there are GET / and GET /cameras, which lists what more there is"))
                .build();
    }

    private static Mono<ServerResponse> page(ServerRequest request) {
        return READ.contains(request.method())
                ? ServerResponse.ok()
                        .cacheControl(CacheControl.noStore())
                        .contentType(MediaType.TEXT_HTML)
                        .bodyValue(new ClassPathResource("static/index.html"))
                : problem(
                        ServerResponse.status(HttpStatus.METHOD_NOT_ALLOWED).allow(READ.toArray(HttpMethod[]::new)),
                        HttpStatus.METHOD_NOT_ALLOWED,
                        "the page is read with GET");
    }

    private static Mono<ServerResponse> problem(ServerResponse.BodyBuilder answer, HttpStatus status, String detail) {
        return answer.contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .bodyValue(ProblemDetail.forStatusAndDetail(status, detail));
    }
}
