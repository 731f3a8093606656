/** A camera without hardware and without native code, under the control of a test. */
@NullMarked
package io.github.reactorlibcamera.scripted;

import org.jspecify.annotations.NullMarked;
