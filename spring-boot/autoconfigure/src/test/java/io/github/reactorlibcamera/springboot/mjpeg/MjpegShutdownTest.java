package io.github.reactorlibcamera.springboot.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.publisher.Flux;

@ExtendWith(OutputCaptureExtension.class)
class MjpegShutdownTest {
    @Test
    void streamsEndBeforeTheServerWaitsForThem(CapturedOutput output) {
        Viewer viewer;
        Viewer listener;
        try (TestServer server = new TestServer("server.shutdown=graceful")) {
            viewer = server.watch("/stream");
            listener = server.add(new Viewer(server.port, "/cameras/events").reading());
            server.awaitViewers(1);
            server.frame();
            await().until(() -> viewer.parts() == 1 && !listener.head().isEmpty());
        }

        await().until(() -> viewer.isEnded() && listener.isEnded());
        assertThat(output).contains("Graceful shutdown complete").doesNotContain("Graceful shutdown aborted");
    }

    @Test
    void aServerThatStopsTakesNoMoreViewers() {
        try (TestServer server = new TestServer()) {
            server.context.getBean(StreamsLifecycle.class).stop();

            server.assertProblem(server.path + "/stream", 503, "the server is stopping");
            server.assertProblem(server.path + "/snapshot", 503, "the server is stopping");
            assertThat(server.camera.statistics().sessions()).isZero();
        }
    }

    /** The web server serves before; what else starts in between may take its time. */
    @Test
    void whoComesBeforeTheStartIsServedAndEndedByTheStop() {
        try (TestServer server = new TestServer()) {
            StreamsLifecycle early = new StreamsLifecycle(server.context.getBean(CameraDirectory.class));
            List<String> ends = new CopyOnWriteArrayList<>();
            early.bounded(Flux.never()).subscribe(value -> {}, error -> ends.add("error"), () -> ends.add("end"));
            assertThat(ends).isEmpty();

            early.start();
            assertThat(ends).isEmpty();
            early.stop();
            assertThat(ends).containsExactly("end");
        }
    }

    @Test
    void itCanBeStartedAgain() {
        try (TestServer server = new TestServer()) {
            StreamsLifecycle lifecycle = server.context.getBean(StreamsLifecycle.class);
            lifecycle.stop();
            lifecycle.start();

            Viewer viewer = server.watch("/stream");
            server.awaitViewers(1);
            server.frame();
            await().until(() -> viewer.parts() == 1);
        }
    }
}
