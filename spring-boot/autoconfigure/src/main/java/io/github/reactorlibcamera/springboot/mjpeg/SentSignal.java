package io.github.reactorlibcamera.springboot.mjpeg;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Tells when the network has taken what a connection has let go of. Without TLS that is at once: Netty lets go of a buffer when the
 * socket has its last byte. With TLS it does so when the buffer is encrypted, and keeps the rest to itself. Thread-safe.
 */
final class SentSignal {
    private final Channel channel;

    SentSignal(Channel channel) {
        this.channel = channel;
    }

    /** @param sent run once, also if the connection breaks; mostly on its thread */
    void whenSent(Runnable sent) {
        ChannelHandlerContext tls = tls(channel);
        if (tls == null) {
            sent.run();
            return;
        }
        try {
            // Behind what is being encrypted just now, an empty write waits for all before it.
            tls.channel()
                    .eventLoop()
                    .execute(() -> tls.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> sent.run()));
        } catch (RejectedExecutionException e) { // the server has ended
            sent.run();
        }
    }

    /** The connection's, or for a stream of HTTP/2 that of the connection it is part of. */
    private static @Nullable ChannelHandlerContext tls(Channel channel) {
        ChannelHandlerContext own = channel.pipeline().context(SslHandler.class);
        Channel parent = channel.parent();
        return own == null && parent != null ? parent.pipeline().context(SslHandler.class) : own;
    }
}
