/**
 * The capture engine: internal, reached through {@link io.github.reactorlibcamera.CameraManager#create()}.
 *
 * <p>{@link io.github.reactorlibcamera.engine.CaptureSession} is one running subscription,
 * {@link io.github.reactorlibcamera.engine.CaptureTask} decides when its steps run, and
 * {@link io.github.reactorlibcamera.engine.SlotPool} knows where each slot is.
 */
@NullMarked
package io.github.reactorlibcamera.engine;

import org.jspecify.annotations.NullMarked;
