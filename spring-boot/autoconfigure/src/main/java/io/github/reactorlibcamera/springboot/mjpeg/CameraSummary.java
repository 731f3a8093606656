package io.github.reactorlibcamera.springboot.mjpeg;

import io.github.reactorlibcamera.Camera;
import java.util.Locale;

/**
 * An element of the list of cameras.
 *
 * @param key its name in URLs
 * @param id libcamera's
 * @param model what people call it
 * @param location where it sits: front, back, external, unknown
 * @param simulated true if it is no real one
 * @param present false while it is unplugged
 * @param arrivals how often it was plugged in since the server began: whoever has seen fewer starts its pictures anew
 * @param stream path of the live pictures
 * @param snapshot path of a single picture
 * @param stats path of the numbers
 */
public record CameraSummary(
        String key,
        String id,
        String model,
        String location,
        boolean simulated,
        boolean present,
        int arrivals,
        String stream,
        String snapshot,
        String stats) {
    /** @param mounted where the endpoint is, as clients see it */
    static CameraSummary of(LiveCamera live, String mounted) {
        Camera camera = live.camera();
        String path = mounted + "/" + live.key();
        return new CameraSummary(
                live.key(),
                camera.id(),
                camera.model(),
                camera.location().name().toLowerCase(Locale.ROOT),
                camera.isSimulated(),
                live.isPresent(),
                live.arrivals(),
                path + "/stream",
                path + "/snapshot",
                path + "/stats");
    }
}
