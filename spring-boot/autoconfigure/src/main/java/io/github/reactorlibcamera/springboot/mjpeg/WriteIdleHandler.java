package io.github.reactorlibcamera.springboot.mjpeg;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.netty.Connection;

/**
 * Breaks a connection whose other end has taken no byte for too long, of those that wait for it: for once to twice the limit. Where
 * nothing waits it may rest. Thread-bound to the connection's.
 */
final class WriteIdleHandler extends IdleStateHandler {
    private static final String NAME = "libcamera.writeIdleTimeout";

    /** Writes that are not complete. */
    private int pending;

    WriteIdleHandler(Duration limit) {
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
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        pending++;
        ChannelPromise told = promise.unvoid();
        told.addListener(written -> pending--);
        super.write(context, message, told);
    }

    /** The first one after a write only notes how far the socket is; those after it come where it has taken nothing since. */
    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
        if (!event.isFirst() && pending > 0) {
            ChannelFuture unused = context.close();
        }
    }
}
