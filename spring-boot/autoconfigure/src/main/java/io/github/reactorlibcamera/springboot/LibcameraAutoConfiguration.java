package io.github.reactorlibcamera.springboot;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureRecorder;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.jpeg.JpegEncoder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Cameras as beans: a {@link CameraManager}, the {@link Camera} that is chosen, what to capture as a {@link CaptureSpec}, and a
 * {@link JpegEncoder}. Each makes way for one of the user's.
 */
@AutoConfiguration
@ConditionalOnClass(CameraManager.class)
@ConditionalOnBooleanProperty(name = "libcamera.enabled", matchIfMissing = true)
@EnableConfigurationProperties(LibcameraProperties.class)
public class LibcameraAutoConfiguration {
    @Bean
    static SizeConverter libcameraSizeConverter() {
        return new SizeConverter();
    }

    /** Closed with the context. The start of the application does not wait for it. */
    @Bean
    @ConditionalOnMissingBean
    CameraManager libcameraManager() {
        return new DeferredCameraManager(CameraManager::create);
    }

    @Bean
    @ConditionalOnMissingBean
    Camera libcameraCamera(CameraManager manager, LibcameraProperties properties) {
        return new ChosenCamera(manager, properties.camera());
    }

    @Bean
    @ConditionalOnMissingBean
    CaptureSpec libcameraCaptureSpec(LibcameraProperties properties, ObjectProvider<CaptureRecorder> recorder) {
        CaptureSpec spec = properties.capture().spec();
        CaptureRecorder told = recorder.getIfAvailable();
        return told == null ? spec : spec.recorder(told);
    }

    @Bean
    @ConditionalOnMissingBean
    JpegEncoder libcameraJpegEncoder() {
        return JpegEncoder.create();
    }
}
