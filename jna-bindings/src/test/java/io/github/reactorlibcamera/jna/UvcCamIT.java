package io.github.reactorlibcamera.jna;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The same of a webcam, in a virtual machine: see {@link UvcWebcam}. */
@EnabledIfSystemProperty(
        named = UvcWebcam.CAMCTL,
        matches = ".+",
        disabledReason = "names the program that plugs the webcam in")
class UvcCamIT extends LibcameraCamIT {
    @BeforeEach
    void plug() {
        UvcWebcam.plug();
    }

    @AfterEach
    void unplug() {
        UvcWebcam.unplug();
    }
}
