/**
 * The camera backend over the C shim, by JNA's direct mapping. Internal: found by {@link java.util.ServiceLoader}.
 *
 * <p>{@link io.github.reactorlibcamera.jna.Shim} has the native functions, {@link io.github.reactorlibcamera.jna.Abi} the sizes
 * and offsets of {@code reactor_libcamera.h}; {@link io.github.reactorlibcamera.jna.ShimSession} is the hot path.
 */
@NullMarked
package io.github.reactorlibcamera.jna;

import org.jspecify.annotations.NullMarked;
