package io.github.reactorlibcamera.jna;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The webcam that is plugged in and out by a program, {@code scripts/uvc-guest/camctl}. */
final class UvcWebcam {
    /** The system property that names the program. */
    static final String CAMCTL = "reactor.libcamera.test.camctl";

    /** As libcamera makes it of the USB port and the device's numbers. */
    static final String ID = "\\_SB_.PCI0.S20_-1:1.0-1d6b:0102";

    private UvcWebcam() {}

    /** It is there, as freshly switched on. Returns when the kernel has it; libcamera takes it in a while later. */
    static void plug() {
        control("plug");
    }

    static void unplug() {
        control("unplug");
    }

    /** It gives no pictures until it is told to resume. */
    static void freeze() {
        control("freeze");
    }

    static void resume() {
        control("resume");
    }

    /** One transfer fails. */
    static void fail() {
        control("fail");
    }

    private static void control(String action) {
        try {
            Process process = new ProcessBuilder(Objects.requireNonNull(System.getProperty(CAMCTL)), action, "0")
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as("%s: %s", action, output).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
