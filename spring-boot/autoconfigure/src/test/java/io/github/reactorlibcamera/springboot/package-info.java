/** Tests against scripted cameras. */
@NullMarked
package io.github.reactorlibcamera.springboot;

import org.jspecify.annotations.NullMarked;
