/** Captures that are measured: the library's own. */
@NullMarked
package io.github.reactorlibcamera.benchmarks.capture;

import org.jspecify.annotations.NullMarked;
