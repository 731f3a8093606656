package io.github.reactorlibcamera.springboot.mjpeg;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.Size;
import io.github.reactorlibcamera.StreamFormat;
import io.github.reactorlibcamera.jpeg.JpegEncoder;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Chooses the pixel format that a JPEG is made of with the least work, where the spec leaves it open. */
final class FormatChoice {
    private FormatChoice() {}

    /** {@return the spec with a pixel format} Fails with a {@link CameraException} if the camera has none that will do. */
    static Mono<CaptureSpec> complete(CaptureSpec spec, Camera camera) {
        return spec.pixelFormat() != null
                ? Mono.just(spec)
                : camera.formats(spec.role()).map(formats -> spec.pixelFormat(choose(formats, spec.size(), camera)));
    }

    /** A webcam is fast at MJPEG only; a simulated one draws raw pictures for less. */
    private static PixelFormat choose(List<StreamFormat> formats, @Nullable Size size, Camera camera) {
        List<PixelFormat> possible = JpegEncoder.PIXEL_FORMATS;
        return formats.stream()
                .filter(format -> possible.contains(format.pixelFormat()))
                .min(Comparator.<StreamFormat, Boolean>comparing(format -> size != null && !covers(format, size))
                        .thenComparing(format ->
                                camera.isSimulated() && format.pixelFormat().equals(PixelFormat.MJPEG))
                        .thenComparing(format -> possible.indexOf(format.pixelFormat())))
                .map(StreamFormat::pixelFormat)
                .orElseThrow(() -> new CameraException(
                        "the camera offers " + formats + ", and a JPEG can be made of " + possible, camera.id(), 0));
    }

    private static boolean covers(StreamFormat format, Size size) {
        return size.width() >= format.minimum().width()
                && size.width() <= format.maximum().width()
                && size.height() >= format.minimum().height()
                && size.height() <= format.maximum().height();
    }
}
