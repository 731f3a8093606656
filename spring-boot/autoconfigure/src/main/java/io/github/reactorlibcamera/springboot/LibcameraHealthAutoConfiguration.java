package io.github.reactorlibcamera.springboot;

import io.github.reactorlibcamera.CameraManager;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.annotation.Bean;

/** The cameras in the health endpoint, as {@code libcamera}. In no group but the whole, so neither in liveness nor in readiness. */
@AutoConfiguration(after = LibcameraAutoConfiguration.class)
@ConditionalOnClass({ReactiveHealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnEnabledHealthIndicator("libcamera")
@ConditionalOnBean({CameraManager.class, LibcameraProperties.class})
public class LibcameraHealthAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean(name = "libcameraHealthIndicator")
    ReactiveHealthIndicator libcameraHealthIndicator(CameraManager manager, LibcameraProperties properties) {
        return new LibcameraHealthIndicator(manager, properties.camera());
    }
}
