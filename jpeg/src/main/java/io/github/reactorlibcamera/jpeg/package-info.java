/**
 * Camera frames to JPEG.
 *
 * <p>Start at {@link io.github.reactorlibcamera.jpeg.JpegEncoder}.
 */
@NullMarked
package io.github.reactorlibcamera.jpeg;

import org.jspecify.annotations.NullMarked;
