package io.github.reactorlibcamera.samples.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README shows what is compiled here. */
class ReadmeTest {
    private static final String PACKAGE = "java/io/github/reactorlibcamera/samples/examples/";

    @Test
    void itsExamplesAreCompiled() throws IOException {
        List<List<String>> shown = examples(trimmed(Path.of("../../README.md")));
        assertThat(shown).hasSize(2);
        assertThat(trimmed(Path.of("src/main/" + PACKAGE + "Brightness.java"))).containsSubsequence(shown.get(0));
        assertThat(trimmed(Path.of("src/test/" + PACKAGE + "WithoutACameraTest.java")))
                .containsSubsequence(shown.get(1));
    }

    private static List<List<String>> examples(List<String> page) {
        List<List<String>> examples = new ArrayList<>();
        for (int line = 0; line < page.size(); line++) {
            if (page.get(line).equals("```java")) {
                List<String> rest = page.subList(line + 1, page.size());
                examples.add(rest.subList(0, rest.indexOf("```")));
            }
        }
        return examples;
    }

    private static List<String> trimmed(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(String::strip).toList();
        }
    }
}
