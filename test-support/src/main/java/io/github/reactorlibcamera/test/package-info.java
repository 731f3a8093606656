/**
 * Cameras without hardware and without native code, for tests: a
 * {@linkplain io.github.reactorlibcamera.test.ScriptedBackend camera system} that does what a test tells it, a
 * {@linkplain io.github.reactorlibcamera.test.TestFrame frame} of given pixels, and
 * {@linkplain io.github.reactorlibcamera.test.CameraAssertions a check} that every frame was closed.
 */
@NullMarked
package io.github.reactorlibcamera.test;

import org.jspecify.annotations.NullMarked;
