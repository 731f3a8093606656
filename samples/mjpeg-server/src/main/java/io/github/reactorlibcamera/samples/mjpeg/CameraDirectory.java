package io.github.reactorlibcamera.samples.mjpeg;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CameraNotFoundException;
import io.github.reactorlibcamera.jpeg.JpegEncoder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The cameras that are shown: as many as there are now, plugged in later or not. Thread-safe. */
@Component
class CameraDirectory {
    private final CameraManager manager;
    private final CaptureSettings settings;
    private final JpegEncoder encoder = JpegEncoder.create();
    private final Map<String, LiveCamera> byId = new ConcurrentHashMap<>();
    private volatile String firstId = "";

    CameraDirectory(CameraManager manager, CaptureSettings settings) {
        this.manager = manager;
        this.settings = settings;
    }

    /** {@return the chosen camera alone, if it is there, or all with the default first} */
    List<LiveCamera> cameras() {
        return present().stream()
                .sorted(Comparator.comparing(camera -> !camera.id().equals(firstId)))
                .map(this::live)
                .toList();
    }

    /** @throws CameraNotFoundException if there is none; the message lists those there are */
    LiveCamera camera(String key) {
        List<LiveCamera> cameras = cameras();
        return cameras.stream()
                .filter(camera -> camera.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new CameraNotFoundException(
                        "there is no camera \"" + key + "\"; there "
                                + (cameras.isEmpty()
                                        ? "is none"
                                        : "are "
                                                + cameras.stream()
                                                        .map(LiveCamera::key)
                                                        .collect(Collectors.joining(", "))),
                        null,
                        0));
    }

    void putFirst(LiveCamera camera) {
        firstId = camera.camera().id();
    }

    private List<Camera> present() {
        if (settings.camera() == null) {
            return manager.cameras();
        }
        try {
            return List.of(manager.camera(settings.camera()));
        } catch (CameraNotFoundException e) {
            return List.of(); // unplugged, and perhaps to come back
        }
    }

    private LiveCamera live(Camera camera) {
        return byId.computeIfAbsent(camera.id(), id -> new LiveCamera(camera, settings, encoder));
    }
}
