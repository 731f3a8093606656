package io.github.reactorlibcamera.samples.mjpeg;

import io.netty.handler.timeout.WriteTimeoutHandler;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Connections of viewers. */
@Configuration(proxyBeanMethods = false)
class NetworkSettings {
    private static final int SECONDS_WITHOUT_READING = 60;

    /** A telephone that sleeps with the page open keeps its connection; it must not keep the camera on for hours. */
    @Bean
    NettyServerCustomizer sleepersAreDisconnected() {
        return server -> server.doOnConnection(connection ->
                connection.channel().pipeline().addFirst(new WriteTimeoutHandler(SECONDS_WITHOUT_READING)));
    }
}
