package io.github.reactorlibcamera.samples.mjpeg;

import io.github.reactorlibcamera.jpeg.JpegOptions;

/**
 * What is encoded once per frame for all who want it.
 *
 * @param width in pixels
 * @param quality 1 to 100
 */
record Rendition(int width, int quality) {
    JpegOptions options() {
        return JpegOptions.quality(quality).scaledToWidth(width);
    }
}
