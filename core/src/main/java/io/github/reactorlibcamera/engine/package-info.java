/**
 * The capture engine: internal, reached through {@link io.github.reactorlibcamera.CameraManager#create()}.
 *
 * <p>{@link io.github.reactorlibcamera.engine.EngineSession} is a session from acquire to release,
 * {@link io.github.reactorlibcamera.engine.CaptureTask} decides when its steps run,
 * {@link io.github.reactorlibcamera.engine.CaptureLoop} is the step,
 * {@link io.github.reactorlibcamera.engine.OutletPlace} and {@link io.github.reactorlibcamera.engine.Outlet} are its subscribers, and
 * {@link io.github.reactorlibcamera.engine.SlotPool} knows where each slot is.
 */
@NullMarked
package io.github.reactorlibcamera.engine;

import org.jspecify.annotations.NullMarked;
