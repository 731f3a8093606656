/** What the documentation shows. */
@NullMarked
package io.github.reactorlibcamera.samples.examples;

import org.jspecify.annotations.NullMarked;
