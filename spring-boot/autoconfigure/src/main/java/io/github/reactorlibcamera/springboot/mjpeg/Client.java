package io.github.reactorlibcamera.springboot.mjpeg;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Somebody who is being served. Thread-safe. */
final class Client {
    private final @Nullable String camera;
    private final String address;
    private final @Nullable Rendition rendition;
    private final Instant since = Instant.now();
    private final FrameRate rate = new FrameRate();
    /** Written by whoever makes its parts, one at a time; read for the list. */
    private final AtomicLong frames = new AtomicLong();

    /**
     * One that is not served yet.
     *
     * @param camera key of the camera it views, null if it views none
     * @param rendition it is sent, null likewise
     */
    Client(@Nullable String camera, String address, @Nullable Rendition rendition) {
        this.camera = camera;
        this.address = address;
        this.rendition = rendition;
    }

    /** A picture is on its way. */
    void frame() {
        frames.incrementAndGet();
        rate.frame(System.nanoTime());
    }

    boolean views(String key) {
        return key.equals(camera);
    }

    /** {@return pictures per second of late} */
    double fps() {
        return rate.perSecond(System.nanoTime());
    }

    ClientSummary summary(long id) {
        return new ClientSummary(id, address, rendition, frames.get(), fps(), since);
    }
}
