package io.github.reactorlibcamera.jna;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.Frame;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the native library is found and refused, and how a JVM ends: each in a JVM of its own. */
@Timeout(120)
class ShimLibraryTest {
    @TempDir
    Path folder;

    private record Result(int status, String output) {}

    private Process start(List<String> options, List<String> classPath, String main) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:ErrorFile=" + folder.resolve("hs_err_pid%p.log"),
                "-Djava.io.tmpdir=" + folder));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(options);
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), main));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private Result java(List<String> options, List<String> classPath, String main) throws Exception {
        Process process = start(options, classPath, main);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output).isTrue();
        assertThat(crashFiles()).as(output).isEmpty();
        return new Result(process.exitValue(), output);
    }

    private List<String> crashFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("hs_err"))
                    .toList();
        }
    }

    private static List<String> classPath() {
        return List.of(System.getProperty("java.class.path").split(File.pathSeparator));
    }

    private static List<String> classPathWithoutNatives() {
        return classPath().stream().filter(entry -> !entry.contains("shim")).collect(Collectors.toList());
    }

    private Result open(String... options) throws Exception {
        return java(List.of(options), classPath(), Open.class.getName());
    }

    private Result openLibrary(String path) throws Exception {
        return open("-D" + ShimLibrary.PROPERTY + "=" + path);
    }

    /** Compiles a library from a line of C; the machine that built the shim has a compiler. */
    private Path library(String name, String source) throws IOException, InterruptedException {
        Path c = Files.writeString(folder.resolve(name + ".c"), source);
        Path so = folder.resolve(name + ".so");
        Process cc = new ProcessBuilder("cc", "-shared", "-fPIC", "-o", so.toString(), c.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(cc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(cc.waitFor()).as(output).isZero();
        return so;
    }

    @Test
    void theJarsOwnCopyIsFound() throws Exception {
        assertThat(open().output()).contains("opened simulated:bars");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).noneMatch(file -> file.getFileName().toString().startsWith("reactor-libcamera"));
        }
    }

    @Test
    void anExplicitPathThatIsNotThereIsNotReplacedByAnother() throws Exception {
        Result result = openLibrary("/does/not/exist.so");
        assertThat(result.output())
                .contains("NativeLibraryException")
                .contains("/does/not/exist.so: there is no such file");
        assertThat(result.status()).isEqualTo(3);
    }

    @Test
    void aCorruptLibraryIsRefusedInASentence() throws Exception {
        Path corrupt = Files.write(folder.resolve("corrupt.so"), new byte[4096]);
        assertThat(openLibrary(corrupt.toString()).output())
                .contains("NativeLibraryException")
                .contains("corrupt.so cannot be loaded");
    }

    @Test
    void aLibraryOfAnotherAbiIsRefusedInASentence() throws Exception {
        Path other = library("other", "int rlc_abi(unsigned *info) { info[1] = 77; return 0; }");
        assertThat(openLibrary(other.toString()).output()).contains("NativeLibraryException");
        StringBuilder all = new StringBuilder("int rlc_abi(unsigned *info) { info[1] = 77; return 0; }\n");
        for (java.lang.reflect.Method method : Shim.class.getDeclaredMethods()) {
            if (!method.getName().equals("rlc_abi")) {
                all.append("int ").append(method.getName()).append("(void) { return -1; }\n");
            }
        }
        assertThat(openLibrary(library("all", all.toString()).toString()).output())
                .contains("NativeLibraryException")
                .contains("ABI version 77, and this jar needs version " + Abi.VERSION);
    }

    @Test
    void noLibraryAtAllIsToldWithWhatBuildsOne() throws Exception {
        assertThat(java(List.of(), classPathWithoutNatives(), Open.class.getName())
                        .output())
                .contains("NativeLibraryException")
                .contains("no native library for linux-")
                .contains("make -C shim-c");
    }

    /** As on a machine whose architecture JNA has a library for, and the jar none. */
    @Test
    void anotherArchitectureIsRefusedInASentence() throws Exception {
        try (InputStream jnas = Native.class.getResourceAsStream(Platform.RESOURCE_PREFIX + "/libjnidispatch.so")) {
            Files.copy(Objects.requireNonNull(jnas), folder.resolve("libjnidispatch.so"));
        }
        assertThat(open("-Djna.prefix=linux-riscv64", "-Djna.boot.library.path=" + folder)
                        .output())
                .contains("NativeLibraryException")
                .contains("no native library for linux-riscv64 in the jar")
                .contains("natives are built for linux-x86-64 and linux-aarch64");
    }

    @Test
    void systemExitInsideOnNextExits() throws Exception {
        Result result = java(List.of(), classPath(), ExitInsideOnNext.class.getName());
        assertThat(result.status()).as(result.output()).isEqualTo(7);
    }

    @Test
    void aMainThatReturnsWhileTheCameraStreamsEndsTheJvm() throws Exception {
        Result result = java(List.of(), classPath(), ReturnWhileStreaming.class.getName());
        assertThat(result.status()).as(result.output()).isZero();
    }

    @Test
    void aSignalWhileTheCameraStreamsEndsTheJvmWithItsStatus() throws Exception {
        Process process = start(List.of(), classPath(), StreamForEver.class.getName());
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.lines().anyMatch("streaming"::equals)).isTrue();
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(process.exitValue()).isEqualTo(128 + 15);
        assertThat(crashFiles()).isEmpty();
    }

    /** Prints the first camera there is. */
    static final class Open {
        public static void main(String[] arguments) {
            try (CameraManager manager = CameraManager.create()) {
                System.out.println("opened " + manager.camera("simulated:bars").id());
            } catch (CameraException e) {
                System.out.println(e);
                System.exit(3);
            }
        }
    }

    static final class ExitInsideOnNext {
        public static void main(String[] arguments) throws InterruptedException {
            Camera camera = CameraManager.create().camera("simulated:bars?unpaced");
            camera.frames(CaptureSpec.viewfinder(), frame -> {
                        System.exit(7);
                        return frame.sequence();
                    })
                    .blockLast();
        }
    }

    static final class ReturnWhileStreaming {
        public static void main(String[] arguments) {
            Camera camera = CameraManager.create().camera("simulated:bars?unpaced");
            camera.frames(CaptureSpec.viewfinder())
                    .doOnNext(Frame::close)
                    .skip(10)
                    .blockFirst();
            camera.frames(CaptureSpec.viewfinder()).doOnNext(Frame::close).subscribe();
        }
    }

    static final class StreamForEver {
        public static void main(String[] arguments) {
            CameraManager.create()
                    .camera("simulated:bars?unpaced")
                    .frames(CaptureSpec.viewfinder())
                    .doOnNext(Frame::close)
                    .index()
                    .filter(indexed -> indexed.getT1() == 10)
                    .doOnNext(tenth -> System.out.println("streaming"))
                    .blockLast();
        }
    }
}
