package io.github.reactorlibcamera.springboot.mjpeg;

import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/**
 * Says who may change controls, where {@code libcamera.mjpeg.controls.enabled} lets anybody do so. Without Spring Security it is
 * everybody, with it who has the role {@code libcamera.mjpeg.controls.role}. A bean of one's own replaces that. Thread-safe.
 */
@FunctionalInterface
public interface ControlAccess {
    /**
     * {@return nothing if the client may, else an error, best a {@link org.springframework.web.server.ResponseStatusException}}
     *
     * @param request the client's
     */
    Mono<Void> check(ServerRequest request);
}
