package io.github.reactorlibcamera.springboot.mjpeg;

import java.util.Locale;

/**
 * An event {@code state} of {@code {path}/events}.
 *
 * @param camera its key
 * @param state what happened: added, removed, started or stopped; known for a camera that was there before the listener
 * @param present true while it is plugged in
 * @param running true while it captures
 */
public record CameraChange(String camera, String state, boolean present, boolean running) {
    /** What happens to cameras. */
    enum State {
        KNOWN,
        ADDED,
        REMOVED,
        STARTED,
        STOPPED
    }

    static CameraChange of(LiveCamera camera, State state) {
        // Its session's numbers change a moment before or after it tells.
        boolean running = state == State.STARTED || (state != State.STOPPED && camera.isRunning());
        return new CameraChange(camera.key(), state.name().toLowerCase(Locale.ROOT), camera.isPresent(), running);
    }
}
