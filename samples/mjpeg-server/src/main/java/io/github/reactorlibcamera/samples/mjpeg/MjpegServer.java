package io.github.reactorlibcamera.samples.mjpeg;

import io.github.reactorlibcamera.CameraManager;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

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
     * @param properties from the command line
     */
    static ConfigurableApplicationContext start(CameraManager manager, Map<String, Object> properties) {
        SpringApplication application = new SpringApplication(MjpegServer.class);
        application.addInitializers(context -> {
            // Before the environment's: what was said is what is meant, and told.
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("command line", properties));
            ((GenericApplicationContext) context).registerBean(CameraManager.class, () -> manager);
        });
        return application.run();
    }
}
