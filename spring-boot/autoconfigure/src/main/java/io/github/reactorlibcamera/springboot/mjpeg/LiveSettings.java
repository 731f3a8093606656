package io.github.reactorlibcamera.springboot.mjpeg;

import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.jpeg.JpegEncoder;
import org.jspecify.annotations.Nullable;

/**
 * How cameras are shown.
 *
 * @param camera id of the only camera to show, null for all
 * @param spec what to capture
 * @param mjpeg what viewers get
 * @param encoder makes the JPEGs
 */
record LiveSettings(@Nullable String camera, CaptureSpec spec, MjpegProperties mjpeg, JpegEncoder encoder) {}
