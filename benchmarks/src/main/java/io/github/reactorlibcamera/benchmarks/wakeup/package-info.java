/** Ways to wake a thread of Java from a native one, without a camera. */
@NullMarked
package io.github.reactorlibcamera.benchmarks.wakeup;

import org.jspecify.annotations.NullMarked;
