package io.github.reactorlibcamera.samples.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The README's first example runs. */
class BrightnessTest {
    @Test
    @Timeout(60)
    void printsTheBrightnessOfAHundredFrames() {
        PrintStream terminal = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Brightness.main(new String[0]);
        } finally {
            System.setOut(terminal);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .hasSize(100)
                .allSatisfy(line -> assertThat(Integer.parseInt(line)).isBetween(16, 235));
    }
}
