package io.github.reactorlibcamera.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.test.CameraAssertions;
import io.github.reactorlibcamera.test.ScriptedBackend;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Sessions that share one thread. */
@Timeout(60)
class SharedSchedulerTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int SLICE = 64;

    /** Neither ever rests: each request completes as soon as it is queued. */
    @Test
    void twoSessionsThatAlwaysHaveWorkTakeTurns() {
        Scheduler one = Schedulers.newSingle("shared");
        try (CameraManager manager =
                CameraManager.create(ScriptedBackend.automatic().cameras("first", "second"))) {
            Camera first = manager.camera("first");
            Camera second = manager.camera("second");
            CaptureSpec spec = CaptureSpec.viewfinder().bufferCount(4).scheduler(one);
            List<String> order = Flux.merge(
                            first.frames(spec, frame -> "first").take(10_000),
                            second.frames(spec, frame -> "second").take(10_000))
                    .collectList()
                    .blockOptional(LIMIT)
                    .orElseThrow();
            assertThat(order).hasSize(20_000);
            int begin = Math.max(order.indexOf("first"), order.indexOf("second"));
            int end = Math.min(order.lastIndexOf("first"), order.lastIndexOf("second"));
            assertThat(longestRun(order.subList(begin, end))).isLessThanOrEqualTo(2 * SLICE);
            CameraAssertions.assertNoLeaks(first);
            CameraAssertions.assertNoLeaks(second);
        } finally {
            one.dispose();
        }
    }

    private static int longestRun(List<String> order) {
        int longest = 0;
        int run = 0;
        String last = "";
        for (String now : order) {
            run = now.equals(last) ? run + 1 : 1;
            last = now;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
