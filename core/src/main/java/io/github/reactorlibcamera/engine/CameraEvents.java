package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraEvent;
import io.github.reactorlibcamera.LibcameraLog;
import io.github.reactorlibcamera.spi.CameraDescriptor;
import io.github.reactorlibcamera.spi.CameraSystem;
import io.github.reactorlibcamera.spi.SystemListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Schedulers;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * Hands on what a camera system tells: cameras to those who are subscribed, the log to the loggers. Thread-safe.
 *
 * <p>The system's thread only puts an event into the queue of each subscriber, who takes it from there on a thread of
 * Reactor's, with his demand; so he may take his time, and nobody waits for him. The queue has an end, which is an error and no
 * silence.
 */
final class CameraEvents implements SystemListener {
    /** Events that may wait for a subscriber. */
    private static final int LIMIT = 256;

    private final CameraSystem system;
    private final Function<CameraDescriptor, Camera> camera;
    private final List<FluxSink<CameraEvent>> sinks = new CopyOnWriteArrayList<>();

    /** The cameras that are there as far as the subscribers were told. Guarded by this object's monitor. */
    private final Map<String, CameraDescriptor> known = new LinkedHashMap<>();

    /** True once the manager is closed; set before the sinks are completed, read after one was added. */
    private volatile boolean closed;

    CameraEvents(CameraSystem system, Function<CameraDescriptor, Camera> camera) {
        this.system = system;
        this.camera = camera;
        system.cameras().forEach(there -> known.put(there.id(), there));
    }

    Flux<CameraEvent> flux() {
        return Flux.<CameraEvent>create(this::subscribe, FluxSink.OverflowStrategy.IGNORE)
                .onBackpressureBuffer(LIMIT)
                .publishOn(Schedulers.boundedElastic(), 1);
    }

    private void subscribe(FluxSink<CameraEvent> sink) {
        sinks.add(sink);
        sink.onDispose(() -> sinks.remove(sink));
        if (closed) {
            sink.complete();
        }
    }

    void close() {
        closed = true;
        sinks.forEach(FluxSink::complete);
    }

    private void tell(CameraEvent.Type type, CameraDescriptor descriptor) {
        if (!sinks.isEmpty()) {
            CameraEvent event = new CameraEvent(type, camera.apply(descriptor));
            sinks.forEach(sink -> sink.next(event));
        }
    }

    // ---- by the system

    @Override
    public synchronized void cameraAdded(CameraDescriptor added) {
        if (known.put(added.id(), added) == null) {
            tell(CameraEvent.Type.ADDED, added);
        }
    }

    @Override
    public synchronized void cameraRemoved(CameraDescriptor removed) {
        if (known.remove(removed.id()) != null) {
            tell(CameraEvent.Type.REMOVED, removed);
        }
    }

    /** What is there now may have been away: so it is told as if it had, which is never wrong for whoever wants it back. */
    @Override
    public synchronized void camerasLost() {
        List.copyOf(known.values()).forEach(this::cameraRemoved);
        system.cameras().forEach(this::cameraAdded);
    }

    @Override
    public void log(LibcameraLog level, String category, String message) {
        Logger logger =
                Loggers.getLogger(category.isEmpty() ? LibcameraLog.LOGGER : LibcameraLog.LOGGER + "." + category);
        switch (level) {
            case ERROR -> logger.error(message);
            case WARN -> logger.warn(message);
            case INFO -> logger.info(message);
            default -> logger.debug(message);
        }
    }
}
