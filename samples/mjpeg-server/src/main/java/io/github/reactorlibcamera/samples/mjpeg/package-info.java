/** Cameras live in a browser: a command line and a page around the MJPEG endpoint of {@code reactor-libcamera-spring-boot-starter}. */
@NullMarked
package io.github.reactorlibcamera.samples.mjpeg;

import org.jspecify.annotations.NullMarked;
