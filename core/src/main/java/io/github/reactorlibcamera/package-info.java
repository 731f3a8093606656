/**
 * Cameras as backpressured Reactor sources: the API.
 *
 * <p>Start at {@link io.github.reactorlibcamera.CameraManager}.
 */
@NullMarked
package io.github.reactorlibcamera;

import org.jspecify.annotations.NullMarked;
