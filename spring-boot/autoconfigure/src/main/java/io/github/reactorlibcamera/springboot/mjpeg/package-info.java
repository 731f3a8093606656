/**
 * Cameras live in a browser: every viewer of a camera shares one capture session and one JPEG per frame and rendition. {@link
 * io.github.reactorlibcamera.springboot.mjpeg.MjpegEndpoint} is where to begin.
 */
@NullMarked
package io.github.reactorlibcamera.springboot.mjpeg;

import org.jspecify.annotations.NullMarked;
