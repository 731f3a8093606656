package io.github.reactorlibcamera.springboot.mjpeg;

import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.jpeg.JpegEncoder;
import io.github.reactorlibcamera.springboot.LibcameraAutoConfiguration;
import io.github.reactorlibcamera.springboot.LibcameraProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The MJPEG endpoint of a reactive web application, mounted unless {@code libcamera.mjpeg.enabled} is false. */
@AutoConfiguration(after = LibcameraAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(RouterFunction.class)
@ConditionalOnBooleanProperty(name = "libcamera.enabled", matchIfMissing = true)
@ConditionalOnBean(CameraManager.class)
@EnableConfigurationProperties(MjpegProperties.class)
public class MjpegAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    CameraDirectory libcameraDirectory(
            CameraManager manager,
            LibcameraProperties cameras,
            MjpegProperties mjpeg,
            CaptureSpec spec,
            JpegEncoder encoder) {
        return new CameraDirectory(manager, new LiveSettings(cameras.camera(), spec, mjpeg, encoder));
    }

    @Bean
    @ConditionalOnMissingBean
    StreamsLifecycle libcameraStreamsLifecycle(CameraDirectory directory) {
        return new StreamsLifecycle(directory);
    }

    @Bean
    @ConditionalOnMissingBean
    MjpegEndpoint libcameraMjpegEndpoint(
            CameraDirectory directory,
            StreamsLifecycle lifecycle,
            ObjectProvider<ControlAccess> access,
            MjpegProperties properties) {
        return new MjpegEndpoint(
                directory, lifecycle, access.getIfAvailable(() -> request -> Mono.empty()), properties);
    }

    /** Ordered before routes that have no order, among which may be one that takes all there is. */
    @Bean
    @Order(0)
    @ConditionalOnMissingBean(name = "libcameraMjpegRoutes")
    @ConditionalOnBooleanProperty(name = "libcamera.mjpeg.enabled", matchIfMissing = true)
    RouterFunction<ServerResponse> libcameraMjpegRoutes(MjpegEndpoint endpoint, MjpegProperties properties) {
        return MjpegRoutes.of(properties.path(), endpoint);
    }
}
