package io.github.reactorlibcamera.springboot;

import io.github.reactorlibcamera.CaptureRecorder;
import io.github.reactorlibcamera.micrometer.MicrometerCaptureRecorder;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Meters of all captures of the {@link io.github.reactorlibcamera.CaptureSpec} bean, where {@code reactor-libcamera-micrometer} is. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration"
        })
@ConditionalOnClass({MeterRegistry.class, MicrometerCaptureRecorder.class})
@ConditionalOnBooleanProperty(name = "libcamera.enabled", matchIfMissing = true)
@ConditionalOnBean(MeterRegistry.class)
public class LibcameraMetricsAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    CaptureRecorder libcameraCaptureRecorder(MeterRegistry registry) {
        return new MicrometerCaptureRecorder(registry);
    }
}
