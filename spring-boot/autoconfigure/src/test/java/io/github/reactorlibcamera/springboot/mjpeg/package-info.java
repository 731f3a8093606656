/** Tests against scripted cameras. */
@NullMarked
package io.github.reactorlibcamera.springboot.mjpeg;

import org.jspecify.annotations.NullMarked;
