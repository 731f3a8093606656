package io.github.reactorlibcamera.springboot.mjpeg;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The renditions of a camera that somebody views, in a bounded number. Thread-safe. */
final class Renditions {
    static final int MAXIMUM = 4;

    private final Map<Rendition, Usage> active = new LinkedHashMap<>();
    private long encodes;

    /** What is known of a rendition; guarded by the renditions. */
    private static final class Usage {
        private int viewers;
        private long encodes;
    }

    /**
     * Counts a viewer in.
     *
     * @throws TooManyRenditionsException if it would be one rendition too many
     */
    synchronized Rendition enter(Rendition rendition) {
        if (!active.containsKey(rendition) && active.size() == MAXIMUM) {
            throw new TooManyRenditionsException(active.keySet());
        }
        active.computeIfAbsent(rendition, unseen -> new Usage()).viewers++;
        return rendition;
    }

    /** Counts a viewer out. */
    synchronized void leave(Rendition rendition) {
        active.computeIfPresent(rendition, (key, usage) -> --usage.viewers == 0 ? null : usage);
    }

    /** Counts from 0, as the camera does in a new session. */
    synchronized void startSession() {
        encodes = 0;
        active.values().forEach(usage -> usage.encodes = 0);
    }

    synchronized void encoded(Rendition rendition) {
        encodes++;
        active.computeIfPresent(rendition, (key, usage) -> {
            usage.encodes++;
            return usage;
        });
    }

    synchronized List<Rendition> active() {
        return List.copyOf(active.keySet());
    }

    /** {@return JPEGs made in the session, of renditions that nobody views any more too} */
    synchronized long encodes() {
        return encodes;
    }

    synchronized int viewers() {
        return active.values().stream().mapToInt(usage -> usage.viewers).sum();
    }

    synchronized List<CameraStats.RenditionStats> stats() {
        return active.entrySet().stream()
                .map(entry -> new CameraStats.RenditionStats(
                        entry.getKey().width(),
                        entry.getKey().quality(),
                        entry.getValue().viewers,
                        entry.getValue().encodes))
                .toList();
    }
}
