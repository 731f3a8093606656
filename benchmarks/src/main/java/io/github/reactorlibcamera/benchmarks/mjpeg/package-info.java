/** MJPEG servers and their viewers. */
@NullMarked
package io.github.reactorlibcamera.benchmarks.mjpeg;

import org.jspecify.annotations.NullMarked;
