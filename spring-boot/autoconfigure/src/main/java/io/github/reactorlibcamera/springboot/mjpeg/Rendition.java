package io.github.reactorlibcamera.springboot.mjpeg;

import io.github.reactorlibcamera.jpeg.JpegOptions;
import io.github.reactorlibcamera.jpeg.Subsampling;
import org.jspecify.annotations.Nullable;

/**
 * What is encoded once per frame for all who want it.
 *
 * @param width in pixels
 * @param quality 1 to 100
 */
record Rendition(int width, int quality) {
    JpegOptions options(@Nullable Subsampling subsampling) {
        return new JpegOptions(quality, width, subsampling);
    }
}
