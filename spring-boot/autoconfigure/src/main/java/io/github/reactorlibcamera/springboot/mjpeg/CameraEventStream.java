package io.github.reactorlibcamera.springboot.mjpeg;

import java.time.Duration;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What one listener is told of all cameras: their states at once, and the numbers of the running ones every second. Thread-safe. */
final class CameraEventStream {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final int UNREAD = 64;

    private final CameraDirectory directory;

    CameraEventStream(CameraDirectory directory) {
        this.directory = directory;
    }

    Flux<ServerSentEvent<Object>> events() {
        Flux<CameraChange> changes =
                directory.changes().onBackpressureBuffer(UNREAD, BufferOverflowStrategy.DROP_OLDEST);
        Flux<CameraChange> known = directory
                .cameras()
                .flatMapIterable(cameras -> cameras)
                .map(camera -> CameraChange.of(camera, CameraChange.State.KNOWN));
        Flux<ServerSentEvent<Object>> numbers =
                Flux.interval(PERIOD).onBackpressureDrop().concatMap(tick -> numbers(), 1);
        // The comment begins the response also where there is no camera, and not where cameras cannot be had at all.
        return directory
                .cameras()
                .thenMany(Flux.concat(
                        Flux.just(comment("cameras")),
                        Flux.merge(Flux.merge(changes, known).map(change -> event("state", change)), numbers)));
    }

    private Flux<ServerSentEvent<Object>> numbers() {
        return directory
                .cameras()
                .flatMapIterable(cameras -> cameras)
                .filter(LiveCamera::isRunning)
                .concatMap(camera -> camera.stats()
                        .map(stats -> event("stats", new CameraNumbers(camera.key(), stats, camera.metadata()))))
                // Whoever is gone is noticed by writing to them.
                .defaultIfEmpty(comment("no camera runs"))
                .onErrorResume(error -> Mono.just(comment("no numbers")));
    }

    private static ServerSentEvent<Object> event(String name, Object data) {
        return ServerSentEvent.builder(data).event(name).build();
    }

    private static ServerSentEvent<Object> comment(String text) {
        return ServerSentEvent.builder().comment(text).build();
    }
}
