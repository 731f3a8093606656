package io.github.reactorlibcamera.springboot.mjpeg;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Begins to look for cameras in the background when the application starts, and ends all streams when it stops, before the web server
 * would wait for them: they never end of themselves. Thread-safe.
 */
final class StreamsLifecycle implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(StreamsLifecycle.class);

    private final CameraDirectory directory;

    /** Completes when streams are to end; another one once it has and they may begin again. By the context's thread, read by all. */
    private volatile Sinks.Empty<Void> end = Sinks.empty();

    /** The web server serves before the start: that is no stop. */
    private volatile boolean stopped;

    private volatile boolean running;

    StreamsLifecycle(CameraDirectory directory) {
        this.directory = directory;
    }

    /** {@return the flux, ended when the application stops} Fails at once with 503 if it is stopping already. */
    <T> Flux<T> bounded(Flux<T> endless) {
        return Flux.defer(() -> {
            Sinks.Empty<Void> ending = end;
            return stopped ? Flux.error(stopping()) : endless.takeUntilOther(ending.asMono());
        });
    }

    static ResponseStatusException stopping() {
        return new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "the server is stopping");
    }

    @Override
    public void start() {
        if (stopped) {
            end = Sinks.empty();
            stopped = false;
        }
        running = true;
        directory
                .cameras()
                .subscribe(
                        cameras -> log.debug("Cameras: {}", cameras.size()),
                        error -> log.warn("There are no cameras: {}", error.getMessage()));
    }

    @Override
    public void stop() {
        running = false;
        stopped = true;
        end.tryEmitEmpty();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** {@return the latest phase, which stops first: the web server's graceful one is before it} */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
