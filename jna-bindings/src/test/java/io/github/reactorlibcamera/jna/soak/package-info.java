/** The soak: random subscribers on a camera for as long as one likes, while the invariants of the design are checked. */
@NullMarked
package io.github.reactorlibcamera.jna.soak;

import org.jspecify.annotations.NullMarked;
