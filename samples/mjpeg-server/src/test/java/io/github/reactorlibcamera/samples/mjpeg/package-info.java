/** Tests of the server against scripted cameras. */
@NullMarked
package io.github.reactorlibcamera.samples.mjpeg;

import org.jspecify.annotations.NullMarked;
