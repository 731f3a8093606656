package io.github.reactorlibcamera.samples.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraBusyException;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.NativeLibraryException;
import io.github.reactorlibcamera.spi.CameraDescriptor;
import io.github.reactorlibcamera.springboot.mjpeg.CameraKey;
import io.github.reactorlibcamera.test.ScriptedBackend;
import io.github.reactorlibcamera.test.ScriptedCamera;
import io.github.reactorlibcamera.test.ScriptedCamera.Call;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;

class ServerCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final ScriptedBackend backend = cameras("platform/imx219");
    private final CameraManager manager = CameraManager.create(backend);
    private final Camera camera = manager.camera("platform/imx219");

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port=65536 | a port from 0 to 65535, not \"65536\"",
                "--port=-1 | a port from 0 to 65535, not \"-1\"",
                "--size=640 | a size is written WIDTHxHEIGHT, as 640x480, not \"640\"",
                "--size=0x480 | a size is 1 to 65535 pixels each way, not 0x480",
                "--quality=0 | a whole number from 1 to 100, not \"0\"",
                "--fps=-3 | a number above 0, up to 1000, not \"-3\"",
                "--fps=0 | a number above 0, up to 1000, not \"0\"",
                "--bind=999.1.1.1 | an address of this machine, not \"999.1.1.1\"",
                "--bind= | an address of this machine, not \"\"",
                "--camera=nope | no camera \"nope\"",
                "--nope | Unknown option"
            })
    void saysInASentenceWhatIsWrong(String argument, String sentence) {
        assertThat(run(() -> manager, argument)).isEqualTo(2);

        assertThat(err.toString()).contains(sentence).hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    /** Else an environment that was set for another server opens this one to the network. */
    @Test
    void theCommandLineIsBeforeTheEnvironment() {
        System.setProperty("server.address", "0.0.0.0");
        try (ConfigurableApplicationContext bound =
                MjpegServer.start(manager, Map.of("server.address", "127.0.0.1", "server.port", 0))) {
            assertThat(bound.getEnvironment().getProperty("server.address")).isEqualTo("127.0.0.1");
        } finally {
            System.clearProperty("server.address");
        }
    }

    @Test
    void closesTheManagerWhenItDoesNotStart() {
        run(() -> manager, "--camera=nope");

        assertThat(backend.isClosed()).isTrue();
    }

    @Test
    void listsCameras() {
        assertThat(run(() -> manager, "--list")).isZero();

        assertThat(out.toString()).isEqualTo(CameraKey.of(camera) + "\t" + camera.id() + "\t" + camera.model() + "\n");
        assertThat(backend.isClosed()).isTrue();
    }

    @Test
    void helps() {
        assertThat(run(() -> manager, "--help")).isZero();

        assertThat(out.toString()).contains("--port", "--bind", "--camera", "--size", "--fps", "--quality", "--list");
    }

    @Test
    void saysWhatTheNativeLibraryLacks() {
        int status = run(() -> {
            throw new NativeLibraryException("the shim has ABI 2, this build needs 1");
        });

        assertThat(status).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("the shim has ABI 2, this build needs 1\n");
    }

    @Test
    void saysThatThePortIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run(() -> manager, "--port=" + taken.getLocalPort())).isEqualTo(1);

            assertThat(err.toString())
                    .isEqualTo("Port " + taken.getLocalPort() + " is in use; choose another with --port.\n");
        }
        assertThat(backend.isClosed()).isTrue();
    }

    @Test
    void saysThatItCannotListenThere() {
        // A documentation address (RFC 5737), which no machine has.
        assertThat(run(() -> manager, "--port=0", "--bind=203.0.113.9")).isEqualTo(1);

        assertThat(err.toString())
                .startsWith("Cannot listen on 203.0.113.9, port 0: ")
                .contains("--bind", "--port")
                .hasLineCount(1);
    }

    @Test
    void saysOnceWhyACameraGivesNoPicture() {
        ScriptedBackend two = cameras("platform/imx219", "usb");
        refuse(two.camera("platform/imx219"), "another process has it");
        refuse(two.camera("usb"), "and that one");

        assertThat(run(() -> CameraManager.create(two), "--port=0")).isEqualTo(1);

        assertThat(out.toString()).isEqualTo("Camera platform/imx219: another process has it\n");
        assertThat(err.toString()).isEqualTo("Camera usb: and that one\n");
    }

    @Test
    void saysWhyTheChosenCameraGivesNoPicture() {
        refuse(backend.camera(), "another process has it");

        assertThat(run(() -> manager, "--port=0", "--camera=" + CameraKey.of(camera)))
                .isEqualTo(1);

        assertThat(err.toString()).isEqualTo("Camera platform/imx219: another process has it\n");
    }

    @Test
    void tellsOverSshHowAnotherMachineReachesIt() {
        assertThat(Reachability.of("127.0.0.1", 8080, null)).containsExactly("Pictures at http://127.0.0.1:8080/");
        assertThat(Reachability.of("127.0.0.1", 8080, "10.0.0.2 50000 10.0.0.1 22"))
                .hasSize(2)
                .element(1)
                .asString()
                .contains("--bind 10.0.0.1", "no login");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fe80::1%eth0", "fe80::1", "169.254.7.7", "127.0.0.1", "::1"})
    void advisesNoAddressThatOthersCannotOpen(String sshAddress) {
        assertThat(Reachability.of("127.0.0.1", 8080, "10.0.0.2 50000 " + sshAddress + " 22"))
                .hasSize(2)
                .element(1)
                .asString()
                .contains("--bind 0.0.0.0,", "no login");
    }

    @Test
    void tellsAnAddressWhereItListensEverywhere() {
        assertThat(Reachability.of("0.0.0.0", 8080, "10.0.0.2 50000 10.0.0.1 22"))
                .containsExactly("Pictures at http://10.0.0.1:8080/");
        assertThat(Reachability.of("0:0:0:0:0:0:0:0", 8080, "fd00::2 50000 fd00::1 22"))
                .containsExactly("Pictures at http://[fd00::1]:8080/");
        assertThat(Reachability.of("0.0.0.0", 8080, null))
                .singleElement()
                .asString()
                .matches("Pictures at http://[^/]+:8080/")
                .doesNotContain("/0.0.0.0", "%");
    }

    private static ScriptedBackend cameras(String... ids) {
        return ScriptedBackend.manual()
                .cameras(Arrays.stream(ids)
                        .map(id -> new CameraDescriptor(id, "Test Camera", Camera.Location.EXTERNAL, false))
                        .toArray(CameraDescriptor[]::new));
    }

    private static void refuse(ScriptedCamera camera, String reason) {
        camera.fail(Call.ACQUIRE, new CameraBusyException(reason, camera.id(), 16));
    }

    private int run(Supplier<CameraManager> cameras, String... arguments) {
        CommandLine line = ServerCommand.commandLine(cameras);
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
