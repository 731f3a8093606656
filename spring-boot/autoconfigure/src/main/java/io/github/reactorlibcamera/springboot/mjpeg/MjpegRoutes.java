package io.github.reactorlibcamera.springboot.mjpeg;

import static org.springframework.web.reactive.function.server.RequestPredicates.method;
import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import java.util.List;
import java.util.function.BiFunction;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** The endpoint's paths. Below the one where it is mounted, all is the endpoint's: what is unknown there is a 404 that says what is known. */
public final class MjpegRoutes {
    private static final List<HttpMethod> READ = List.of(HttpMethod.GET, HttpMethod.HEAD);

    /** Without HEAD: it would start a camera, or look as if it did. */
    private static final List<HttpMethod> GET = List.of(HttpMethod.GET);

    /** What is told in a refusal; the change itself has a route of its own. */
    private static final List<HttpMethod> READ_OR_CHANGE = List.of(HttpMethod.GET, HttpMethod.PATCH);

    private MjpegRoutes() {}

    /**
     * {@return routes of an endpoint}
     *
     * @param mounted a path as {@code /cameras}
     * @param endpoint whose methods are mounted
     */
    public static RouterFunction<ServerResponse> of(String mounted, MjpegEndpoint endpoint) {
        return RouterFunctions.route()
                .route(path(mounted), only(READ, endpoint::list))
                .route(path(mounted + "/events"), only(GET, endpoint::events))
                .route(path(mounted + "/{camera}/stream"), only(GET, camera(endpoint::stream)))
                .route(path(mounted + "/{camera}/snapshot"), only(GET, camera(endpoint::snapshot)))
                .route(path(mounted + "/{camera}/stats"), only(GET, camera(endpoint::stats)))
                .route(
                        method(HttpMethod.PATCH).and(path(mounted + "/{camera}/controls")),
                        camera(endpoint::changeControls))
                .route(path(mounted + "/{camera}/controls"), only(READ_OR_CHANGE, camera(endpoint::controls)))
                .route(path(mounted + "/{camera}/clients"), only(GET, camera(endpoint::clients)))
                .route(path(mounted + "/{camera}"), only(GET, camera(endpoint::action)))
                .route(path(mounted + "/**"), request -> unknown(mounted))
                .build();
    }

    private static HandlerFunction<ServerResponse> camera(
            BiFunction<ServerRequest, String, Mono<ServerResponse>> handler) {
        return request -> handler.apply(request, request.pathVariable("camera"));
    }

    private static HandlerFunction<ServerResponse> only(
            List<HttpMethod> methods, HandlerFunction<ServerResponse> handler) {
        return request -> methods.contains(request.method())
                ? handler.handle(request)
                : Problems.answer(new MethodNotAllowedException(request.method(), methods));
    }

    private static Mono<ServerResponse> unknown(String mounted) {
        return Problems.answer(new ResponseStatusException(
                HttpStatus.NOT_FOUND,
                "there are " + mounted + ", " + mounted + "/events, and below " + mounted
                        + "/{camera} stream, snapshot, stats, clients and controls"));
    }
}
