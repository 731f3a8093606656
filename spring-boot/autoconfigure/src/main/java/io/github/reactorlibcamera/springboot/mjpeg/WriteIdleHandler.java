package io.github.reactorlibcamera.springboot.mjpeg;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.netty.Connection;

/** Breaks a connection whose other end has taken no byte for too long, of those that wait for it. Where nothing waits it may rest. */
final class WriteIdleHandler extends IdleStateHandler {
    private static final String NAME = "libcamera.writeIdleTimeout";

    private WriteIdleHandler(Duration limit) {
        super(true, 0, limit.toMillis(), 0, TimeUnit.MILLISECONDS);
    }

    /** Watches the connection until its response ends. */
    static void watch(Connection connection, Duration limit) {
        ChannelPipeline pipeline = connection.channel().pipeline();
        if (pipeline.get(NAME) != null) {
            return;
        }
        pipeline.addFirst(NAME, new WriteIdleHandler(limit));
        connection.onTerminate().subscribe(null, error -> remove(pipeline), () -> remove(pipeline));
    }

    private static void remove(ChannelPipeline pipeline) {
        if (pipeline.get(NAME) != null) {
            pipeline.remove(NAME);
        }
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
        ChannelOutboundBuffer waiting = context.channel().unsafe().outboundBuffer();
        if (waiting != null && !waiting.isEmpty()) {
            ChannelFuture unused = context.close();
        }
    }
}
