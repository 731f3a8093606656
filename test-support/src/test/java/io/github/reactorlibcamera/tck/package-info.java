/** The Reactive Streams TCK on what a camera publishes, run by every backend. */
@NullMarked
package io.github.reactorlibcamera.tck;

import org.jspecify.annotations.NullMarked;
