package io.github.reactorlibcamera.samples.mjpeg;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CameraNotFoundException;
import io.github.reactorlibcamera.Size;
import io.github.reactorlibcamera.springboot.mjpeg.CameraDirectory;
import io.github.reactorlibcamera.springboot.mjpeg.CameraKey;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import reactor.netty.ChannelBindException;

/** The command line. */
@Command(
        name = "run",
        mixinStandardHelpOptions = false,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Shows cameras live in a browser. There is no login: who reaches the port sees the pictures.")
final class ServerCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            converter = PortConverter.class,
            description = "Port to listen on, 0 for any that is free (default: 8080)")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            converter = AddressConverter.class,
            description = "Address to listen on; 0.0.0.0 for all this machine has (default: 127.0.0.1)")
    private String bind = "";

    @Option(
            names = "--camera",
            paramLabel = "NAME",
            description = "Show this camera alone, by its id or key (default: all, the first real one first)")
    private @Nullable String camera;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            defaultValue = "1280x720",
            converter = SizeConverter.class,
            description = "Capture size; a camera that has not got it takes the nearest (default: 1280x720)")
    private Size size = new Size(1280, 720);

    @Option(
            names = "--fps",
            paramLabel = "N",
            converter = FpsConverter.class,
            description = "Frames per second, above 0, up to 1000 (default: the camera's own)")
    private @Nullable Double fps;

    @Option(
            names = "--quality",
            paramLabel = "N",
            defaultValue = "80",
            converter = QualityConverter.class,
            description = "Quality of the JPEGs, 1 to 100 (default: 80)")
    private int quality;

    @Option(
            names = "--controls",
            description =
                    "Let whoever sees the page change the cameras' controls (default: if it is only this machine)")
    private boolean controls;

    @Option(names = "--list", description = "List the cameras by key, id and model, and end")
    private boolean list;

    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @Option(names = "--help", usageHelp = true, description = "Show this help, and end")
    private boolean help;

    private final Supplier<CameraManager> cameras;

    private ServerCommand(Supplier<CameraManager> cameras) {
        this.cameras = cameras;
    }

    /** {@return the exit status: 0, 1 if it could not be done, 2 if it was not understood} */
    static int run(String... args) {
        return commandLine(CameraManager::create).execute(args);
    }

    static CommandLine commandLine(Supplier<CameraManager> cameras) {
        return new CommandLine(new ServerCommand(cameras))
                .setParameterExceptionHandler((error, args) -> complain(error.getCommandLine(), error, 2))
                .setExecutionExceptionHandler((error, line, result) -> complain(line, error, 1));
    }

    @Override
    public Integer call() {
        CameraManager manager = cameras.get();
        if (list) {
            try (manager) {
                manager.cameras().forEach(each -> out().println(describe(each)));
                return 0;
            }
        }
        Map<String, Object> properties;
        try {
            properties = properties(manager);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
        start(manager, properties);
        return 0;
    }

    private Map<String, Object> properties(CameraManager manager) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("server.address", bind);
        properties.put("server.port", port);
        properties.put("libcamera.capture.size", size.toString());
        properties.put("libcamera.mjpeg.quality", quality);
        properties.put("libcamera.mjpeg.controls.enabled", controls || isLoopback());
        if (fps != null) {
            properties.put("libcamera.capture.frame-rate", fps);
        }
        String chosen = chosenId(manager);
        if (chosen != null) {
            properties.put("libcamera.camera", chosen);
        }
        return properties;
    }

    private void start(CameraManager manager, Map<String, Object> properties) {
        ConfigurableApplicationContext server;
        try {
            server = MjpegServer.start(manager, properties);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
        try {
            new FirstPicture(manager, server.getBean(CameraDirectory.class), out()).await();
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        int listening = server.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        Reachability.of(bind, listening, System.getenv("SSH_CONNECTION")).forEach(out()::println);
    }

    private boolean isLoopback() {
        try {
            return InetAddress.getByName(bind).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // its converter has asked before
        }
    }

    private @Nullable String chosenId(CameraManager manager) {
        if (camera == null) {
            return null;
        }
        for (Camera each : manager.cameras()) {
            if (CameraKey.of(each).equals(camera)) {
                return each.id();
            }
        }
        try {
            // As it was given: a simulated camera's id may carry options.
            return manager.camera(camera).isSimulated()
                    ? camera
                    : manager.camera(camera).id();
        } catch (CameraNotFoundException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static String describe(Camera camera) {
        return CameraKey.of(camera) + "\t" + camera.id() + "\t" + camera.model();
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }

    private static int complain(CommandLine line, Throwable error, int status) {
        if (!isShuttingDown()) {
            line.getErr().println(sentence(error));
        }
        return status;
    }

    /** Ctrl-C makes a start fail in many ways, none of which is news. */
    private static boolean isShuttingDown() {
        Thread hook = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException e) {
            return true; // the only way to learn of it
        }
    }

    private static String sentence(Throwable error) {
        if (error instanceof ParameterException) {
            return String.valueOf(error.getMessage());
        }
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof PortInUseException inUse) {
                return "Port " + inUse.getPort() + " is in use; choose another with --port.";
            }
            if (cause instanceof ChannelBindException bind) {
                return "Cannot listen on " + bind.localHost() + ", port " + bind.localPort() + why(bind.getCause())
                        + "; choose another address with --bind, or port with --port.";
            }
            if (cause instanceof CameraException) {
                return String.valueOf(cause.getMessage());
            }
        }
        return "It could not be started: " + error;
    }

    /** {@return the end of Netty's "bind(..) failed with error(-13): Permission denied"} */
    private static String why(@Nullable Throwable cause) {
        String message = cause == null ? null : cause.getMessage();
        return message == null ? "" : ": " + message.replaceFirst(".*: ", "");
    }

    /** Numbers in a range. */
    private static double number(String text, String pattern, double from, double to, String possible) {
        double value = text.matches(pattern) ? Double.parseDouble(text) : Double.NaN;
        if (value >= from && value <= to) {
            return value;
        }
        throw new TypeConversionException("it is " + possible + ", not \"" + text + "\"");
    }

    static final class PortConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return (int) number(text, "[0-9]{1,5}", 0, 65_535, "a port from 0 to 65535");
        }
    }

    static final class QualityConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return (int) number(text, "[0-9]{1,3}", 1, 100, "a whole number from 1 to 100");
        }
    }

    static final class FpsConverter implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            return number(text, "[0-9]{1,4}(\\.[0-9]{1,9})?", Double.MIN_VALUE, 1000, "a number above 0, up to 1000");
        }
    }

    static final class SizeConverter implements ITypeConverter<Size> {
        @Override
        public Size convert(String text) {
            try {
                return Size.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    static final class AddressConverter implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            try {
                if (!text.isEmpty()) { // which Java takes for 127.0.0.1
                    return InetAddress.getByName(text).getHostAddress();
                }
            } catch (UnknownHostException e) {
                // said below
            }
            throw new TypeConversionException("it is an address of this machine, not \"" + text + "\"");
        }
    }
}
