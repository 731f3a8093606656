/** What a camera system implements to be driven by the capture engine; found by {@link java.util.ServiceLoader}. */
@NullMarked
package io.github.reactorlibcamera.spi;

import org.jspecify.annotations.NullMarked;
