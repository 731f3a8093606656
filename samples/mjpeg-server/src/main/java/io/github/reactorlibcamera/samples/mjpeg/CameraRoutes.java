package io.github.reactorlibcamera.samples.mjpeg;

import static org.springframework.web.reactive.function.server.RequestPredicates.all;
import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.function.BiFunction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** All that is served, the page included; Spring's own handlers see no request. */
@Configuration(proxyBeanMethods = false)
class CameraRoutes {
    private static final String PATHS =
            "there are GET /, /cameras, /cameras/{camera}/stream, /cameras/{camera}/snapshot and"
                    + " /cameras/{camera}/stats";

    private final CameraDirectory directory;
    private final CaptureSettings settings;

    CameraRoutes(CameraDirectory directory, CaptureSettings settings) {
        this.directory = directory;
        this.settings = settings;
    }

    @Bean
    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .route(path("/"), read(request -> page()))
                .route(path("/cameras"), read(request -> list()))
                .route(path("/cameras/{camera}/stream"), get(request -> viewed(request, this::stream)))
                .route(path("/cameras/{camera}/snapshot"), get(request -> viewed(request, this::snapshot)))
                .route(
                        path("/cameras/{camera}/stats"),
                        get(request ->
                                live(request).flatMap(LiveCamera::stats).flatMap(stats -> ok().bodyValue(stats))))
                .route(all(), request -> Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND, PATHS)))
                .build();
    }

    private static HandlerFunction<ServerResponse> read(HandlerFunction<ServerResponse> handler) {
        return only(List.of(HttpMethod.GET, HttpMethod.HEAD), handler);
    }

    /** Without HEAD: it would start a camera, or look as if it did. */
    private static HandlerFunction<ServerResponse> get(HandlerFunction<ServerResponse> handler) {
        return only(List.of(HttpMethod.GET), handler);
    }

    private static HandlerFunction<ServerResponse> only(
            List<HttpMethod> methods, HandlerFunction<ServerResponse> handler) {
        return request -> methods.contains(request.method())
                ? handler.handle(request)
                : Mono.error(new MethodNotAllowedException(request.method(), methods));
    }

    private static Mono<ServerResponse> page() {
        return ok().contentType(MediaType.TEXT_HTML).bodyValue(new ClassPathResource("static/index.html"));
    }

    private Mono<ServerResponse> list() {
        return Mono.fromCallable(directory::cameras)
                .flatMap(cameras ->
                        ok().bodyValue(cameras.stream().map(CameraSummary::of).toList()));
    }

    private Mono<ServerResponse> stream(LiveCamera camera, ViewerParameters viewer) {
        Flux<Picture> pictures = camera.pictures(viewer.rendition());
        Flux<Picture> wanted = Double.isInfinite(viewer.fps())
                ? pictures
                : Flux.defer(() -> pictures.filter(new FrameRateLimit(viewer.fps())));
        // Spring commits the response with the first picture: what fails before it can still be told properly.
        return ok().contentType(MultipartStream.CONTENT_TYPE)
                .header("X-Accel-Buffering", "no")
                .body((response, context) -> response.writeAndFlushWith(
                        new MultipartStream((NettyDataBufferFactory) response.bufferFactory(), camera.unsent())
                                .of(endedByAnError(wanted).takeUntilOther(gone(unchunkedIfOld(response))))));
    }

    /** HTTP/1.0 has no chunks: what has no length ends with the connection. */
    private static HttpServerResponse unchunkedIfOld(ServerHttpResponse response) {
        HttpServerResponse netty = ServerHttpResponseDecorator.getNativeResponse(response);
        return HttpVersion.HTTP_1_0.equals(netty.version())
                ? netty.keepAlive(false).chunkedTransfer(false)
                : netty;
    }

    /** Spring forgets to cancel a response whose connection broke just before its first byte. */
    private static Mono<Void> gone(HttpServerResponse response) {
        return Mono.create(sink -> response.withConnection(
                connection -> sink.onDispose(connection.onDispose().subscribe(null, sink::error, sink::success))));
    }

    private Mono<ServerResponse> snapshot(LiveCamera camera, ViewerParameters viewer) {
        return camera.pictures(viewer.rendition())
                .next()
                .flatMap(picture -> ok().contentType(MediaType.IMAGE_JPEG)
                        .header("X-Timestamp", String.valueOf(picture.timestamp()))
                        .bodyValue(picture.jpeg()));
    }

    /** Later than the first picture there is nobody to tell an error to; the stream ends, and the log has the reason. */
    private static Flux<Picture> endedByAnError(Flux<Picture> pictures) {
        return pictures.switchOnFirst((first, all) -> first.hasValue() ? all.onErrorComplete() : all);
    }

    private Mono<ServerResponse> viewed(
            ServerRequest request, BiFunction<LiveCamera, ViewerParameters, Mono<ServerResponse>> answer) {
        return live(request)
                .flatMap(camera -> camera.stream()
                        .map(stream -> ViewerParameters.of(request.queryParams(), stream.size(), settings.quality()))
                        .flatMap(viewer -> answer.apply(camera, viewer)));
    }

    private Mono<LiveCamera> live(ServerRequest request) {
        return Mono.fromCallable(() -> directory.camera(request.pathVariable("camera")));
    }

    private static ServerResponse.BodyBuilder ok() {
        return ServerResponse.ok().cacheControl(CacheControl.noStore());
    }
}
