/** Cameras live in a browser: every viewer of a camera shares one capture session and one JPEG per frame and rendition. */
@NullMarked
package io.github.reactorlibcamera.samples.mjpeg;

import org.jspecify.annotations.NullMarked;
