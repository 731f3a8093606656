package io.github.reactorlibcamera.samples.mjpeg;

import java.util.function.BiFunction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What is served besides the page. */
@Configuration(proxyBeanMethods = false)
class CameraRoutes {
    private final CameraDirectory directory;
    private final CaptureSettings settings;

    CameraRoutes(CameraDirectory directory, CaptureSettings settings) {
        this.directory = directory;
        this.settings = settings;
    }

    @Bean
    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .GET("/cameras", request -> list())
                .GET("/cameras/{camera}/stream", request -> viewed(request, this::stream))
                .GET("/cameras/{camera}/snapshot", request -> viewed(request, this::snapshot))
                .GET(
                        "/cameras/{camera}/stats",
                        request -> live(request).flatMap(LiveCamera::stats).flatMap(stats -> ok().bodyValue(stats)))
                .build();
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
                                .of(endedByAnError(wanted))));
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
