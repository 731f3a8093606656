package io.github.reactorlibcamera.springboot.mjpeg;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.ClassUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What depends on the web server. Thread-safe. */
interface PictureWriter {
    /**
     * Writes pictures to one viewer, who gets the newest there is when it can take one.
     *
     * @param unsent counts the pictures on their way
     * @return ends when the pictures do, or the viewer is gone
     */
    Mono<Void> write(ServerHttpResponse response, Flux<Picture> pictures, PartLayout layout, AtomicInteger unsent);

    /** Disconnects the viewer, now or in a later response, once it takes nothing for so long. */
    void disconnectIfIdle(ServerHttpResponse response, Duration limit);

    /** Prepares a response that has no length and no end of itself. {@return completes when its client is gone, if that is known} */
    Mono<Void> endless(ServerHttpResponse response);

    /** {@return the writer for the server that a response is of} */
    static PictureWriter of(ServerHttpResponse response) {
        boolean netty = ClassUtils.isPresent(
                "reactor.netty.http.server.HttpServerResponse", PictureWriter.class.getClassLoader());
        return netty && NettyPictureWriter.accepts(response) ? new NettyPictureWriter() : new PlainPictureWriter();
    }
}
