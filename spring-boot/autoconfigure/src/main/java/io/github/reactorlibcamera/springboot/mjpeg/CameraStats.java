package io.github.reactorlibcamera.springboot.mjpeg;

import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureStatistics;
import io.github.reactorlibcamera.StreamConfiguration;
import java.util.List;

/**
 * What {@code {path}/{camera}/stats} tells.
 *
 * @param sessions started so far
 * @param running true while the camera captures
 * @param viewers streams and snapshots that are open
 * @param frames of the session, delivered by the camera
 * @param encodes JPEGs made in the session
 * @param renditions that are viewed
 * @param fps frames per second of late
 * @param latencyMillis from a frame's capture to its JPEGs, on average of late
 * @param free buffers in the pool
 * @param queued buffers in the camera
 * @param waiting buffers that wait for demand
 * @param lent buffers being encoded
 * @param dropped frames replaced by newer ones
 * @param failed requests without a good frame
 * @param lost frames missing in the camera's sequence
 * @param damaged frames that no JPEG could be made of so far
 * @param partsInFlight JPEGs on their way, at most one per viewer
 * @param size of the pictures, as in {@code 1280x720}
 * @param pixelFormat libcamera's name
 * @param policy of the capture
 */
public record CameraStats(
        long sessions,
        boolean running,
        int viewers,
        long frames,
        long encodes,
        List<RenditionStats> renditions,
        double fps,
        double latencyMillis,
        int free,
        int queued,
        int waiting,
        int lent,
        long dropped,
        long failed,
        long lost,
        long damaged,
        int partsInFlight,
        String size,
        String pixelFormat,
        CapturePolicy policy) {
    /**
     * One way of encoding.
     *
     * @param width in pixels
     * @param quality 1 to 100
     * @param viewers that share it
     * @param encodes JPEGs made in the session
     */
    public record RenditionStats(int width, int quality, int viewers, long encodes) {}

    static CameraStats of(
            StreamConfiguration stream,
            CapturePolicy policy,
            CaptureStatistics session,
            double fps,
            double latencyMillis,
            Renditions renditions,
            int partsInFlight,
            long damaged) {
        return new CameraStats(
                session.sessions(),
                session.running(),
                renditions.viewers(),
                session.delivered(),
                renditions.encodes(),
                renditions.stats(),
                fps,
                latencyMillis,
                session.free(),
                session.queued(),
                session.waiting(),
                session.lent(),
                session.dropped(),
                session.failed(),
                session.lost(),
                damaged,
                partsInFlight,
                stream.size().toString(),
                stream.pixelFormat().name(),
                policy);
    }
}
