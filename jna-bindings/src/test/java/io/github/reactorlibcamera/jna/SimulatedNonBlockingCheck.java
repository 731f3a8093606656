package io.github.reactorlibcamera.jna;

import io.github.reactorlibcamera.NonBlockingContract;

/** What never blocks, on the simulated camera through JNA. */
class SimulatedNonBlockingCheck extends NonBlockingContract {
    SimulatedNonBlockingCheck() {
        super(SimulatedCamera.TESTED);
    }
}
