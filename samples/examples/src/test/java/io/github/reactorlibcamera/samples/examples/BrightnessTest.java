package io.github.reactorlibcamera.samples.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The README's example: it runs, and it is what the README shows. */
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

    @Test
    void theReadmeShowsWhatIsCompiled() throws IOException {
        List<String> compiled =
                trimmed(Path.of("src/main/java/io/github/reactorlibcamera/samples/examples/Brightness.java"));
        List<String> readme = trimmed(Path.of("../../README.md"));
        List<String> shown = readme.subList(readme.indexOf("```java") + 1, readme.size());
        assertThat(compiled).containsSubsequence(shown.subList(0, shown.indexOf("```")));
    }

    private static List<String> trimmed(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(String::strip).toList();
        }
    }
}
