package io.github.reactorlibcamera.springboot.mjpeg;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What is served of the cameras. {@link MjpegRoutes} mounts it; its methods are also there for routes of one's own, and, by
 * {@link #answer}, for controllers. Thread-safe; nothing blocks. Errors are answered as {@code application/problem+json}: 404 for
 * an unknown camera, 400 for a parameter that cannot be, 409 for a camera in use, 503 for one that gives no picture.
 */
public final class MjpegEndpoint {
    private static final ParameterizedTypeReference<Map<String, @Nullable Object>> SETTINGS =
            new ParameterizedTypeReference<>() {};

    /** What a controller's exchange is read and written with. */
    private static final HandlerStrategies USUAL = HandlerStrategies.withDefaults();

    private final CameraDirectory directory;
    private final MjpegProperties properties;
    private final StreamsLifecycle lifecycle;
    private final ControlAccess access;
    private final Clients clients;

    MjpegEndpoint(
            CameraDirectory directory, StreamsLifecycle lifecycle, ControlAccess access, MjpegProperties properties) {
        this.directory = directory;
        this.lifecycle = lifecycle;
        this.access = access;
        this.properties = properties;
        this.clients = new Clients(properties.maxClients());
    }

    /**
     * {@return the list of cameras, of {@link CameraSummary}}
     *
     * @param request any
     */
    public Mono<ServerResponse> list(ServerRequest request) {
        String mounted = request.requestPath().contextPath().value() + properties.path();
        return answered(
                request,
                directory
                        .cameras()
                        .flatMap(cameras -> ok().bodyValue(cameras.stream()
                                .map(camera -> CameraSummary.of(camera, mounted))
                                .toList())));
    }

    /**
     * {@return live pictures as {@code multipart/x-mixed-replace}} Takes the parameters {@code width}, {@code quality} and {@code fps}.
     *
     * @param request its query is looked at
     * @param camera its key
     */
    public Mono<ServerResponse> stream(ServerRequest request, String camera) {
        return viewed(request, camera, this::stream);
    }

    /**
     * {@return a single picture} Takes the parameters {@code width} and {@code quality}.
     *
     * @param request its query is looked at
     * @param camera its key
     */
    public Mono<ServerResponse> snapshot(ServerRequest request, String camera) {
        return viewed(request, camera, this::snapshot);
    }

    /**
     * {@return live pictures or a single one} As mjpg-streamer has it, the parameter {@code action} says which: {@code stream} or
     * {@code snapshot}.
     *
     * @param request its query is looked at
     * @param camera its key
     */
    public Mono<ServerResponse> action(ServerRequest request, String camera) {
        return Problems.told(Mono.defer(() -> switch (ViewerParameters.action(request.queryParams())) {
            case STREAM -> stream(request, camera);
            case SNAPSHOT -> snapshot(request, camera);
        }));
    }

    /**
     * {@return who views a camera, as a list of {@link ClientSummary}}
     *
     * @param request any
     * @param camera its key
     */
    public Mono<ServerResponse> clients(ServerRequest request, String camera) {
        return answered(request, directory.camera(camera).flatMap(live -> ok().bodyValue(clients.of(live.key()))));
    }

    /**
     * {@return numbers, as {@link CameraStats}}
     *
     * @param request any
     * @param camera its key
     */
    public Mono<ServerResponse> stats(ServerRequest request, String camera) {
        return answered(
                request, directory.camera(camera).flatMap(LiveCamera::stats).flatMap(stats -> ok().bodyValue(stats)));
    }

    /**
     * {@return events of all cameras, as {@code text/event-stream}} Their states as {@link CameraChange}, and every second the numbers
     * of each that runs, as {@link CameraNumbers}.
     *
     * @param request any
     */
    public Mono<ServerResponse> events(ServerRequest request) {
        Client listener = new Client(null, addressOf(request), null);
        return answered(
                request,
                ok().contentType(MediaType.TEXT_EVENT_STREAM)
                        .header("X-Accel-Buffering", "no")
                        .body((response, context) -> {
                            Mono<Void> gone = PictureWriter.of(response).endless(response);
                            return BodyInserters.fromServerSentEvents(
                                            counted(listener, new CameraEventStream(directory).events())
                                                    .takeUntilOther(gone))
                                    .insert(response, context);
                        }));
    }

    /**
     * {@return the controls of a camera, as a list of {@link ControlState}}
     *
     * @param request any
     * @param camera its key
     */
    public Mono<ServerResponse> controls(ServerRequest request, String camera) {
        return answered(request, directory.camera(camera).flatMap(MjpegEndpoint::described));
    }

    /**
     * Changes controls of a camera, for the session that runs and for those to come. The body is a JSON object of values by name,
     * {@code {"Brightness": 0.5}}; all are taken or none.
     *
     * @param request its body is looked at
     * @param camera its key
     * @return the controls as they are then; 403 unless {@code libcamera.mjpeg.controls.enabled} is set and {@link ControlAccess} lets
     *     the client
     */
    public Mono<ServerResponse> changeControls(ServerRequest request, String camera) {
        Mono<ServerResponse> changed = access.check(request)
                .then(Mono.defer(() -> directory.camera(camera)))
                .flatMap(live -> request.bodyToMono(SETTINGS)
                        .switchIfEmpty(
                                Mono.error(
                                        () -> new BadParameterException(
                                                "the body is a JSON object of values by name, as {\"Brightness\": 0.5}, and it is empty")))
                        .flatMap(settings -> live.controls().change(settings))
                        .then(Mono.defer(() -> described(live))));
        Mono<ServerResponse> refused = Mono.error(() -> new ResponseStatusException(
                HttpStatus.FORBIDDEN, "controls are only to be read: libcamera.mjpeg.controls.enabled is not set"));
        return answered(request, properties.controls().enabled() ? changed : refused);
    }

    private static Mono<ServerResponse> described(LiveCamera camera) {
        return camera.controls().describe().flatMap(controls -> ok().bodyValue(controls));
    }

    /**
     * Serves a handler from a controller: <pre>{@code
     * @GetMapping("/door")
     * Mono<Void> door(ServerWebExchange exchange) {
     *     return endpoint.answer(exchange, request -> endpoint.stream(request, "front-door-1a2b3c4d"));
     * }
     * }</pre>
     *
     * @param exchange the controller's
     * @param handler one of the methods here
     * @return completes when the answer is written
     */
    public Mono<Void> answer(ServerWebExchange exchange, HandlerFunction<ServerResponse> handler) {
        return handler.handle(ServerRequest.create(exchange, USUAL.messageReaders()))
                .flatMap(response -> response.writeTo(exchange, UsualContext.INSTANCE));
    }

    private enum UsualContext implements ServerResponse.Context {
        INSTANCE;

        @Override
        public List<HttpMessageWriter<?>> messageWriters() {
            return USUAL.messageWriters();
        }

        @Override
        public List<ViewResolver> viewResolvers() {
            return USUAL.viewResolvers();
        }
    }

    private Mono<ServerResponse> stream(ServerRequest request, LiveCamera camera, ViewerParameters viewer) {
        Flux<Picture> pictures = camera.pictures(viewer.rendition());
        Flux<Picture> wanted = Double.isInfinite(viewer.fps())
                ? pictures
                : Flux.defer(() -> pictures.filter(new FrameRateLimit(viewer.fps())));
        Client client = client(request, camera, viewer);
        // Spring commits the response with the first picture: what fails before it can still be told properly.
        return ok().contentType(PartLayout.CONTENT_TYPE)
                .header("X-Accel-Buffering", "no")
                .body((response, context) -> PictureWriter.of(response)
                        .write(
                                response,
                                endedByAnError(counted(client, wanted)),
                                new PartLayout(client, properties.headers()),
                                camera.unsent()));
    }

    private Mono<ServerResponse> snapshot(ServerRequest request, LiveCamera camera, ViewerParameters viewer) {
        return counted(
                        client(request, camera, viewer),
                        camera.snapshot(viewer.rendition()).flux())
                .next()
                .switchIfEmpty(Mono.error(StreamsLifecycle::stopping))
                .flatMap(picture -> ok().contentType(MediaType.IMAGE_JPEG)
                        .header("X-Timestamp", String.valueOf(picture.timestamp()))
                        .bodyValue(picture.jpeg()));
    }

    private static Client client(ServerRequest request, LiveCamera camera, ViewerParameters viewer) {
        return new Client(camera.key(), addressOf(request), viewer.rendition());
    }

    private static String addressOf(ServerRequest request) {
        return request.remoteAddress().map(InetSocketAddress::getHostString).orElse("unknown");
    }

    private <T> Flux<T> counted(Client client, Flux<T> served) {
        return lifecycle.bounded(Flux.using(() -> clients.enter(client), id -> served, clients::leave));
    }

    /** Later than the first picture there is nobody to tell an error to; the stream ends, and the log has the reason. */
    private static Flux<Picture> endedByAnError(Flux<Picture> pictures) {
        return pictures.switchOnFirst((first, all) -> first.hasValue() ? all.onErrorComplete() : all);
    }

    /** What becomes of a viewer's wishes. */
    private interface Viewing {
        Mono<ServerResponse> of(ServerRequest request, LiveCamera camera, ViewerParameters viewer);
    }

    private Mono<ServerResponse> viewed(ServerRequest request, String key, Viewing answer) {
        Function<LiveCamera, Mono<ServerResponse>> viewer = camera -> camera.stream()
                .map(stream -> ViewerParameters.of(request.queryParams(), stream.size(), properties.quality()))
                .flatMap(wanted -> answer.of(request, camera, wanted));
        return answered(request, directory.camera(key).flatMap(viewer));
    }

    private Mono<ServerResponse> answered(ServerRequest request, Mono<ServerResponse> answer) {
        return Problems.told(Mono.defer(() -> {
            if (!properties.writeIdleTimeout().isZero()) {
                var response = request.exchange().getResponse();
                PictureWriter.of(response).disconnectIfIdle(response, properties.writeIdleTimeout());
            }
            return answer;
        }));
    }

    private static ServerResponse.BodyBuilder ok() {
        return ServerResponse.ok()
                .header(HttpHeaders.CACHE_CONTROL, "no-store, no-cache, must-revalidate")
                .header(HttpHeaders.PRAGMA, "no-cache");
    }
}
