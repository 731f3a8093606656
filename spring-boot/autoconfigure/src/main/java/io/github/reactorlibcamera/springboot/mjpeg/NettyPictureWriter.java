package io.github.reactorlibcamera.springboot.mjpeg;

import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerResponse;

/** Reactor Netty: at most one picture is on its way to each viewer. */
final class NettyPictureWriter implements PictureWriter {
    static boolean accepts(ServerHttpResponse response) {
        return response.bufferFactory() instanceof NettyDataBufferFactory;
    }

    @Override
    public Mono<Void> write(
            ServerHttpResponse response, Flux<Picture> pictures, PartLayout layout, AtomicInteger unsent) {
        NettyDataBufferFactory buffers = (NettyDataBufferFactory) response.bufferFactory();
        return connection(nettys(response))
                .map(connection -> new SentSignal(connection.channel()))
                .map(signal -> new MultipartStream(buffers, layout, unsent, signal))
                .flatMap(multipart ->
                        response.writeAndFlushWith(multipart.of(pictures.takeUntilOther(endless(response)))));
    }

    /** A telephone that sleeps with the page open keeps its connection; it must not keep the camera on for hours. */
    @Override
    public void disconnectIfIdle(ServerHttpResponse response, Duration limit) {
        nettys(response).withConnection(connection -> WriteIdleHandler.watch(connection, limit));
    }

    @Override
    public Mono<Void> endless(ServerHttpResponse response) {
        return gone(unchunkedIfOld(nettys(response)));
    }

    /** HTTP/1.0 has no chunks: what has no length ends with the connection. */
    private static HttpServerResponse unchunkedIfOld(HttpServerResponse response) {
        return HttpVersion.HTTP_1_0.equals(response.version())
                ? response.keepAlive(false).chunkedTransfer(false)
                : response;
    }

    /** Spring forgets to cancel a response whose connection broke just before its first byte. */
    private static Mono<Void> gone(HttpServerResponse response) {
        return connection(response).flatMap(connection -> connection.onDispose());
    }

    private static Mono<Connection> connection(HttpServerResponse response) {
        return Mono.create(sink -> response.withConnection(sink::success));
    }

    private static HttpServerResponse nettys(ServerHttpResponse response) {
        return ServerHttpResponseDecorator.getNativeResponse(response);
    }
}
