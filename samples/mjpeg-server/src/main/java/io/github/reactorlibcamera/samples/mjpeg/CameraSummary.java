package io.github.reactorlibcamera.samples.mjpeg;

import io.github.reactorlibcamera.Camera;
import java.util.Locale;

/**
 * An element of {@code /cameras}.
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
record CameraSummary(
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
    static CameraSummary of(LiveCamera live) {
        Camera camera = live.camera();
        String path = "/cameras/" + live.key();
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
