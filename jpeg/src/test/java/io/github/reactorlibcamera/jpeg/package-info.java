/** Tests of the encoders. */
@NullMarked
package io.github.reactorlibcamera.jpeg;

import org.jspecify.annotations.NullMarked;
