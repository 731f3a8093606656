package io.github.reactorlibcamera.springboot;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CameraNotFoundException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import reactor.core.publisher.Mono;

/**
 * How it is with the cameras. Down only if the one camera that the properties name is missing: an application without a camera is
 * well otherwise, and restarting it plugs none in. Thread-safe.
 */
final class LibcameraHealthIndicator extends AbstractReactiveHealthIndicator {
    private final CameraManager manager;
    private final @Nullable String chosen;

    /** @param chosen id of the camera that must be there, null if none must */
    LibcameraHealthIndicator(CameraManager manager, @Nullable String chosen) {
        super("The cameras could not be asked");
        this.manager = manager;
        this.chosen = chosen;
    }

    @Override
    protected Mono<Health> doHealthCheck(Health.Builder builder) {
        return DeferredCameraManager.ready(manager)
                .map(running -> told(builder, running))
                .onErrorResume(
                        CameraException.class,
                        error -> Mono.just((chosen == null ? builder.unknown() : builder.down())
                                .withDetail("reason", String.valueOf(error.getMessage()))
                                .build()));
    }

    private Health told(Health.Builder builder, CameraManager running) {
        List<Camera> cameras = running.cameras();
        builder.up()
                .withDetail("libcamera", running.libcamera().state())
                .withDetail("cameras", cameras.stream().map(Camera::id).toList())
                .withDetail(
                        "running",
                        cameras.stream()
                                .filter(camera -> camera.statistics().running())
                                .map(Camera::id)
                                .toList());
        if (chosen != null) {
            try {
                running.camera(chosen);
            } catch (CameraNotFoundException e) {
                builder.down().withDetail("missing", chosen);
            }
        }
        return builder.build();
    }
}
