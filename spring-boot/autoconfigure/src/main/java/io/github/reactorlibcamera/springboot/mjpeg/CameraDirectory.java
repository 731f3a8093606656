package io.github.reactorlibcamera.springboot.mjpeg;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraEvent;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CameraNotFoundException;
import io.github.reactorlibcamera.springboot.DeferredCameraManager;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * The cameras that are shown: those that were there, those plugged in later, and those unplugged, which may be back. Thread-safe.
 * Nothing blocks.
 */
public final class CameraDirectory {
    private static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);

    private final LiveSettings settings;

    /** Completes when the cameras are watched; a failure is tried again by the next who asks. */
    private final Mono<Void> watched;

    /** In the order they were seen. Guarded by this object's monitor. */
    private final Map<String, LiveCamera> byId = new LinkedHashMap<>();

    private volatile String firstId = "";

    /** Guarded by itself for whoever emits: a sink takes one signal at a time. */
    private final Sinks.Many<CameraChange> changes = Sinks.many().multicast().directBestEffort();

    CameraDirectory(CameraManager manager, LiveSettings settings) {
        this.settings = settings;
        this.watched = DeferredCameraManager.ready(manager)
                .doOnNext(this::watch)
                .then()
                .cache(any -> FOR_EVER, error -> Duration.ZERO, () -> FOR_EVER);
    }

    /**
     * {@return the chosen camera alone, if it was ever there, or all with the first that was put first, else as the manager lists them}
     * Fails with a {@link io.github.reactorlibcamera.CameraException} if there can be none.
     */
    public Mono<List<LiveCamera>> cameras() {
        return watched.then(Mono.fromSupplier(this::known));
    }

    /**
     * {@return a camera} Fails with a {@link CameraNotFoundException} if there is none of the key; the message lists those there are.
     *
     * @param key as {@link CameraKey} makes it
     */
    public Mono<LiveCamera> camera(String key) {
        return cameras()
                .map(cameras -> cameras.stream()
                        .filter(camera -> camera.key().equals(key))
                        .findFirst()
                        .orElseThrow(() -> notFound(key, cameras)));
    }

    /**
     * Puts a camera at the head of the list.
     *
     * @param camera of the list
     */
    public void putFirst(LiveCamera camera) {
        firstId = camera.camera().id();
    }

    /** {@return what happens to cameras from now on; who does not keep up misses some} */
    Flux<CameraChange> changes() {
        // On another thread, as whoever tells holds the sink, and may hold this directory.
        return changes.asFlux().publishOn(Schedulers.parallel());
    }

    private void tell(CameraChange change) {
        synchronized (changes) {
            changes.tryEmitNext(change); // which fails if nobody listens, and that is well
        }
    }

    private static CameraNotFoundException notFound(String key, List<LiveCamera> cameras) {
        String others = cameras.isEmpty()
                ? "is none"
                : "are " + cameras.stream().map(LiveCamera::key).collect(Collectors.joining(", "));
        return new CameraNotFoundException("there is no camera \"" + key + "\"; there " + others, null, 0);
    }

    private void watch(CameraManager manager) {
        manager.events().subscribe(event -> changed(manager, event));
        look(manager); // after that, so that none comes in between
    }

    private synchronized List<LiveCamera> known() {
        return byId.values().stream()
                .sorted(Comparator.comparing(live -> !live.camera().id().equals(firstId)))
                .toList();
    }

    private List<Camera> present(CameraManager manager) {
        if (settings.camera() == null) {
            return manager.cameras();
        }
        try {
            return List.of(manager.camera(settings.camera()));
        } catch (CameraNotFoundException e) {
            return List.of(); // unplugged, and perhaps to come back
        }
    }

    private synchronized void look(CameraManager manager) {
        present(manager)
                .forEach(camera -> byId.computeIfAbsent(camera.id(), id -> {
                    LiveCamera live = new LiveCamera(camera, manager, settings, this::tell);
                    tell(CameraChange.of(live, CameraChange.State.ADDED));
                    return live;
                }));
    }

    private synchronized void changed(CameraManager manager, CameraEvent event) {
        if (event.type() == CameraEvent.Type.ADDED) {
            look(manager);
        }
        byId.values().stream()
                .filter(live -> CameraKey.of(live.camera()).equals(CameraKey.of(event.camera())))
                .forEach(live -> live.changed(event.type()));
    }
}
