package io.github.reactorlibcamera.samples.mjpeg;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraEvent;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CameraNotFoundException;
import io.github.reactorlibcamera.jpeg.JpegEncoder;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The cameras that are shown: those that were there, those plugged in later, and those unplugged, which may be back. Thread-safe. */
@Component
class CameraDirectory {
    private final CameraManager manager;
    private final CaptureSettings settings;
    private final JpegEncoder encoder = JpegEncoder.create();

    /** In the order they were seen. Guarded by this object's monitor. */
    private final Map<String, LiveCamera> byId = new LinkedHashMap<>();

    private volatile String firstId = "";

    CameraDirectory(CameraManager manager, CaptureSettings settings) {
        this.manager = manager;
        this.settings = settings;
        manager.events().subscribe(this::changed);
        look(); // after that, so that none comes in between
    }

    /** {@return the chosen camera alone, if it was ever there, or all with the default first} */
    synchronized List<LiveCamera> cameras() {
        return byId.values().stream()
                .sorted(Comparator.comparing(live -> !live.camera().id().equals(firstId)))
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

    private synchronized void look() {
        present().forEach(camera -> byId.computeIfAbsent(camera.id(), id -> new LiveCamera(camera, settings, encoder)));
    }

    private synchronized void changed(CameraEvent event) {
        if (event.type() == CameraEvent.Type.ADDED) {
            look();
        }
        byId.values().stream()
                .filter(live -> CameraKey.of(live.camera()).equals(CameraKey.of(event.camera())))
                .forEach(live -> live.changed(event.type()));
    }
}
