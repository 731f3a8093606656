package io.github.reactorlibcamera.springboot.mjpeg;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Pictures as one viewer's {@code multipart/x-mixed-replace}. At most one is on its way: the next, which is then the newest, goes
 * out once the network has taken all of the one before. So a viewer that reads slowly sees fewer pictures, never old ones, and
 * one that stops reading holds one.
 */
final class MultipartStream {
    private final NettyDataBufferFactory buffers;
    private final PartLayout layout;
    private final AtomicInteger unsent;
    private final SentSignal signal;

    /**
     * Pictures for one connection.
     *
     * @param unsent counts the parts on their way
     * @param signal tells when the network has taken what the connection has let go of
     */
    MultipartStream(NettyDataBufferFactory buffers, PartLayout layout, AtomicInteger unsent, SentSignal signal) {
        this.buffers = buffers;
        this.layout = layout;
        this.unsent = unsent;
        this.signal = signal;
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
            Runnable released = () -> signal.whenSent(() -> {
                unsent.decrementAndGet();
                sent.tryEmitEmpty();
            });
            return buffers.wrap(new Part(buffers.getByteBufAllocator(), content(picture), released));
        });
        return Flux.concat(Mono.just(part.doOnDiscard(DataBuffer.class, DataBufferUtils::release)), sent.asMono());
    }

    private ByteBuf content(Picture picture) {
        byte[] before = layout.before(picture);
        byte[] after = layout.after();
        return buffers.getByteBufAllocator()
                .directBuffer(before.length + picture.jpeg().length + after.length)
                .writeBytes(before)
                .writeBytes(picture.jpeg())
                .writeBytes(after);
    }
}
