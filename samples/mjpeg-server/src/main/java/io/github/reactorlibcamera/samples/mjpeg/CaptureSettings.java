package io.github.reactorlibcamera.samples.mjpeg;

import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.Size;
import org.jspecify.annotations.Nullable;

/**
 * How the server captures.
 *
 * @param camera id of the only camera to show, null for all
 * @param size wanted; a camera that has not got it takes the nearest
 * @param fps wanted, 0 for the camera's default
 * @param quality of the JPEGs where a viewer asks for none
 */
record CaptureSettings(@Nullable String camera, Size size, double fps, int quality) {
    static final Size DEFAULT_SIZE = new Size(1280, 720);
    static final int DEFAULT_QUALITY = 80;

    CaptureSpec spec(@Nullable PixelFormat format) {
        CaptureSpec spec =
                CaptureSpec.viewfinder().size(size).policy(CapturePolicy.LATEST).acceptAdjusted();
        spec = fps > 0 ? spec.frameRate(fps) : spec;
        return format == null ? spec : spec.pixelFormat(format);
    }
}
