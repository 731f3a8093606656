@NullMarked
package io.github.reactorlibcamera.micrometer;

import org.jspecify.annotations.NullMarked;
