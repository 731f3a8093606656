package io.github.reactorlibcamera.jna;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.ControlInfo;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.StreamConfiguration;
import io.github.reactorlibcamera.StreamFormat;
import io.github.reactorlibcamera.StreamRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import reactor.core.publisher.Mono;

/** What is told of a camera is what libcamera's own tool {@code cam} prints of it. */
@EnabledIfSystemProperty(
        named = LibcameraCamIT.CAM,
        matches = ".+",
        disabledReason = "names the tool, of the package libcamera-tools")
class LibcameraCamIT {
    static final String CAM = "reactor.libcamera.test.cam";

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String ID = System.getProperty(LibcameraIT.CAMERA, "");

    private static final Pattern CONTROL = Pattern.compile("Control: (?:\\[\\w+\\] )?(\\S+): ?(.*)");
    private static final Pattern PROPERTY = Pattern.compile("Property: (\\w+) = (.*)");
    private static final Pattern FORMAT = Pattern.compile(" \\* Pixelformat: (\\S+) (.*)");

    private static List<String> cam(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(System.getProperty(CAM, ""), "-c", ID));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String all = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s ends with 0", command).isZero();
        return all.lines().toList();
    }

    private static <T> T ask(Function<Camera, Mono<T>> question) {
        try (CameraManager manager = CameraManager.create()) {
            return Objects.requireNonNull(question.apply(manager.camera(ID)).block(LIMIT));
        }
    }

    /** Each control's lines: the first without its name, then those that are indented. */
    @Test
    void controlsWithLimitsDefaultsAndNames() throws IOException, InterruptedException {
        Map<String, String> printed = new TreeMap<>();
        String name = "";
        for (String line : cam("--list-controls")) {
            Matcher control = CONTROL.matcher(line);
            if (control.matches()) {
                name = control.group(1);
                printed.put(name, control.group(2));
            } else if (line.startsWith(" ") && !name.isEmpty()) {
                printed.merge(name, line.strip(), (lines, more) -> (lines + " " + more).strip());
            }
        }
        assertThat(printed).isNotEmpty();
        Map<String, String> told = new TreeMap<>();
        ask(Camera::controls).forEach(control -> told.put(control.name(), text(control)));
        assertThat(told).isEqualTo(printed);
    }

    private static String text(ControlInfo control) {
        if (!control.enumerators().isEmpty()) {
            return control.enumerators().entrySet().stream()
                    .map(each -> "- " + each.getValue() + " (" + each.getKey() + ")"
                            + (each.getKey().equals(control.defaultValue()) ? " [default]" : ""))
                    .collect(Collectors.joining(" "));
        }
        return "[" + number(control.minimum()) + ".." + number(control.maximum()) + "]"
                + (control.isArray() && control.size() > 0 ? " Size: " + control.size() : "");
    }

    private static String number(@Nullable Object limit) {
        return limit instanceof Float number ? String.format(Locale.ROOT, "%f", number) : String.valueOf(limit);
    }

    @Test
    void properties() throws IOException, InterruptedException {
        Map<String, String> printed = new TreeMap<>();
        for (String line : cam("--list-properties")) {
            Matcher property = PROPERTY.matcher(line);
            if (property.matches()) {
                printed.put(property.group(1), property.group(2).replaceFirst("^(-?\\d+) \\(\\w+\\)$", "$1"));
            }
        }
        assertThat(printed).containsKey("Model");
        ControlList properties = ask(Camera::properties);
        Map<String, String> told = new TreeMap<>();
        properties.asMap().forEach((name, value) -> told.put(name.replaceFirst(".*::", ""), text(value)));
        assertThat(told).isEqualTo(printed);
    }

    private static String text(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(", ", "[ ", " ]"))
                : String.valueOf(value);
    }

    @Test
    void formatsSizesAndTheDefault() throws IOException, InterruptedException {
        List<String> printed = new ArrayList<>();
        String format = "";
        String first = "";
        for (String line : cam("-s", "role=viewfinder", "-I")) {
            Matcher header = FORMAT.matcher(line);
            if (line.startsWith("0: ")) {
                first = line.replaceFirst("^0: ([^/]+).*", "$1");
            } else if (header.matches()) {
                // One with no steps is only the least and the greatest of the sizes below it.
                boolean range =
                        header.group(2).contains(")-(") && !header.group(2).endsWith("/(+0,+0)");
                format = range ? "" : header.group(1);
                if (range) {
                    printed.add(header.group(1) + " " + header.group(2));
                }
            } else if (line.startsWith("  - ") && !format.isEmpty()) {
                printed.add(format + " " + line.substring(4));
            }
        }
        assertThat(printed).isNotEmpty();
        assertThat(ask(camera -> camera.formats(StreamRole.VIEWFINDER)).stream().map(LibcameraCamIT::text))
                .containsExactlyInAnyOrderElementsOf(printed);
        StreamConfiguration stream = ask(camera -> camera.validate(CaptureSpec.viewfinder()))
                .streams()
                .get(0);
        assertThat(stream.size() + "-" + stream.pixelFormat()).isEqualTo(first);
    }

    private static String text(StreamFormat format) {
        return format.minimum().equals(format.maximum())
                ? format.pixelFormat() + " " + format.minimum()
                : format.pixelFormat() + " (" + format.minimum() + ")-(" + format.maximum() + ")/(+"
                        + format.stepWidth() + ",+" + format.stepHeight() + ")";
    }
}
