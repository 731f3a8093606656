package io.github.reactorlibcamera.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.LibcameraLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import reactor.util.Loggers;

/** The log of real libcamera, in Reactor's loggers. */
@EnabledIfSystemProperty(named = LibcameraIT.CAMERA, matches = ".+", disabledReason = "names a camera of libcamera")
class LibcameraLogIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String VERSION = LibcameraLog.LOGGER + ".Camera INFO camera_manager.cpp:\\d+ libcamera v.+";

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @AfterEach
    void reset() {
        System.clearProperty(LibcameraLog.PROPERTY);
        Loggers.resetLoggerFactory();
    }

    private CameraManager start(LibcameraLog level) {
        System.setProperty(LibcameraLog.PROPERTY, level.name());
        Loggers.useCustomLoggers(name -> new CollectingLogger(name, lines));
        return CameraManager.create();
    }

    private long versions() {
        return lines.stream().filter(line -> line.matches(VERSION)).count();
    }

    /** libcamera starts anew with each of these managers, and tells its version. */
    @Test
    void linesGoToTheLoggerOfTheirCategoryUnlessTheyAreAboveTheLevel() {
        start(LibcameraLog.ERROR).close();
        start(LibcameraLog.OFF).close();
        try (CameraManager manager = start(LibcameraLog.INFO)) {
            await().atMost(LIMIT).until(() -> versions() > 0);
            assertThat(manager.libcamera().runtimeVersion()).isNotEmpty();
        }
        assertThat(versions()).isEqualTo(1);
        assertThat(lines)
                .filteredOn(line -> !line.startsWith("reactor.")) // its own, on the change of loggers
                .allMatch(line -> line.startsWith(LibcameraLog.LOGGER));
    }
}
