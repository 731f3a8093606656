package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.spi.BackendSession;

/**
 * What a frame needs of the session it came from, also after its end.
 *
 * @param backend the slots' data
 * @param pool where each slot is
 * @param task to be resumed when a slot comes home
 */
record OpenSession(BackendSession backend, SlotPool pool, CaptureTask task) {}
