package io.github.reactorlibcamera.springboot.mjpeg;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Any other server than Reactor Netty: pictures flow by what it asks for, and nobody tells when they are sent. */
final class PlainPictureWriter implements PictureWriter {
    private static final Logger log = LoggerFactory.getLogger(PlainPictureWriter.class);

    /** Set by the first who warns. */
    private static final AtomicBoolean warned = new AtomicBoolean();

    @Override
    public Mono<Void> write(
            ServerHttpResponse response, Flux<Picture> pictures, PartLayout layout, AtomicInteger unsent) {
        if (warned.compareAndSet(false, true)) {
            log.warn(
                    "This web server is not Reactor Netty: a slow viewer may be sent pictures that are not the newest, and is"
                            + " not disconnected by libcamera.mjpeg.write-idle-timeout");
        }
        return response.writeAndFlushWith(pictures.onBackpressureLatest()
                .concatMap(
                        picture -> Mono.just(Mono.fromSupplier(() -> part(response.bufferFactory(), layout, picture))),
                        0));
    }

    private static DataBuffer part(DataBufferFactory buffers, PartLayout layout, Picture picture) {
        byte[] before = layout.before(picture);
        byte[] after = layout.after();
        return buffers.allocateBuffer(before.length + picture.jpeg().length + after.length)
                .write(before)
                .write(picture.jpeg())
                .write(after);
    }

    @Override
    public void disconnectIfIdle(ServerHttpResponse response, Duration limit) {
        // The server's own settings do that, or do not.
    }

    @Override
    public Mono<Void> endless(ServerHttpResponse response) {
        return Mono.never();
    }
}
