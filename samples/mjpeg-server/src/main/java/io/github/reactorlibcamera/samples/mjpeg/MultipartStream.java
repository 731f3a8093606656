package io.github.reactorlibcamera.samples.mjpeg;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Pictures as one viewer's {@code multipart/x-mixed-replace}. At most one is on its way: the next, which is then the newest, goes
 * out once the network has taken all of the one before. So a viewer that reads slowly sees fewer pictures, never old ones, and
 * one that stops reading holds one.
 */
final class MultipartStream {
    private static final String BOUNDARY = "picture";
    static final MediaType CONTENT_TYPE = MediaType.parseMediaType("multipart/x-mixed-replace;boundary=" + BOUNDARY);

    private final NettyDataBufferFactory buffers;
    private final AtomicInteger unsent;
    private boolean started;

    /** @param unsent counts the parts on their way */
    MultipartStream(NettyDataBufferFactory buffers, AtomicInteger unsent) {
        this.buffers = buffers;
        this.unsent = unsent;
    }

    /** {@return groups of buffers, to be flushed after each} */
    Flux<Publisher<DataBuffer>> of(Flux<Picture> pictures) {
        return pictures.onBackpressureLatest().concatMap(this::part, 0);
    }

    private Flux<Publisher<DataBuffer>> part(Picture picture) {
        Sinks.Empty<Publisher<DataBuffer>> sent = Sinks.empty();
        // Made when it is subscribed to: a part that nobody comes to fetch would leak.
        Mono<DataBuffer> part = Mono.fromSupplier(() -> {
            unsent.incrementAndGet();
            return buffers.wrap(new Part(buffers.getByteBufAllocator(), content(picture), () -> {
                unsent.decrementAndGet();
                sent.tryEmitEmpty();
            }));
        });
        return Flux.concat(Mono.just(part.doOnDiscard(DataBuffer.class, DataBufferUtils::release)), sent.asMono());
    }

    /** The boundary follows its picture at once: Chrome shows a part only when the next boundary is there. */
    private ByteBuf content(Picture picture) {
        byte[] header = ((started ? "" : "--" + BOUNDARY + "\r\n") + "Content-Type: image/jpeg\r\nContent-Length: "
                        + picture.jpeg().length + "\r\nX-Timestamp: " + picture.timestamp() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] boundary = ("\r\n--" + BOUNDARY + "\r\n").getBytes(StandardCharsets.US_ASCII);
        started = true;
        return buffers.getByteBufAllocator()
                .directBuffer(header.length + picture.jpeg().length + boundary.length)
                .writeBytes(header)
                .writeBytes(picture.jpeg())
                .writeBytes(boundary);
    }
}
