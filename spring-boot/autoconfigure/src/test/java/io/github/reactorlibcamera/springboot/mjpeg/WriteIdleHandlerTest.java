package io.github.reactorlibcamera.springboot.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a connection whose time the test makes; what is written and not flushed is what nobody takes. */
class WriteIdleHandlerTest {
    private static final int LIMIT = 1000;

    private EmbeddedChannel channel;

    @BeforeEach
    void open() {
        channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.pipeline().addFirst(new WriteIdleHandler(Duration.ofMillis(LIMIT)));
    }

    @AfterEach
    void close() {
        channel.releaseOutbound();
        ChannelFuture unused = channel.close();
    }

    private void write() {
        ChannelFuture unused = channel.write(Unpooled.buffer().writeInt(1));
    }

    private void pass(int millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void whereNothingWaitsItRests() {
        for (int limit = 0; limit < 10; limit++) {
            pass(LIMIT);
        }
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void whatNobodyTakesBreaksIt() {
        write();
        pass(LIMIT);
        pass(LIMIT);
        assertThat(channel.isOpen()).isFalse();
    }

    /** As a heartbeat does whose period is the limit. */
    @Test
    void whatWasWrittenAMomentAgoDoesNot() {
        for (int beat = 0; beat < 10; beat++) {
            write();
            pass(1);
            channel.flush();
            pass(LIMIT - 1);
        }
        write();
        pass(1);
        assertThat(channel.isOpen()).isTrue();
    }
}
