package io.github.reactorlibcamera.samples.mjpeg;

import io.github.reactorlibcamera.CameraManager;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The application. */
@SpringBootApplication(proxyBeanMethods = false)
public class MjpegServer {
    /**
     * Runs the command line. Returns once pictures flow; the server ends with the process.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        int status = ServerCommand.run(args);
        if (status != 0) {
            System.exit(status);
        }
    }

    /**
     * Starts the web server.
     *
     * @param manager closed with the context
     * @param settings from the command line
     * @param bind address
     * @param port 0 for any that is free
     */
    static ConfigurableApplicationContext start(
            CameraManager manager, CaptureSettings settings, String bind, int port) {
        SpringApplication application = new SpringApplication(MjpegServer.class);
        application.setDefaultProperties(Map.of("server.address", bind, "server.port", port));
        application.addInitializers(context -> {
            GenericApplicationContext beans = (GenericApplicationContext) context;
            beans.registerBean(CameraManager.class, () -> manager);
            beans.registerBean(CaptureSettings.class, () -> settings);
        });
        return application.run();
    }
}
