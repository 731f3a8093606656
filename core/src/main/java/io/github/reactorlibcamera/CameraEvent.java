package io.github.reactorlibcamera;

import java.util.Objects;

/**
 * A camera that came or went.
 *
 * @param type which of both
 * @param camera the camera, as it is or was; one that is back is another one under the same id, which only new subscriptions get
 */
public record CameraEvent(Type type, Camera camera) {
    /** What happened. */
    public enum Type {
        /** It is there ({@code libcamera::CameraManager::cameraAdded}). */
        ADDED,
        /** It is gone ({@code libcamera::CameraManager::cameraRemoved}). */
        REMOVED
    }

    /** Neither is null. */
    public CameraEvent {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(camera, "camera");
    }
}
