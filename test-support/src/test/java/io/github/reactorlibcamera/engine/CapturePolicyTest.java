package io.github.reactorlibcamera.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.ConfigurationRejectedException;
import io.github.reactorlibcamera.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.test.StepVerifier;

/** When requests are queued, and which frames are delivered, by policy and its options. */
@Timeout(60)
class CapturePolicyTest extends SessionFixture {
    @Test
    void bufferQueuesEverythingAndDeliversAllInOrder() {
        StepVerifier.create(camera.frames(spec.policy(CapturePolicy.BUFFER), Frame::sequence), 0)
                .then(() -> awaitQueued(4))
                .then(() -> complete(4))
                .then(() -> eventually(() -> camera.statistics().waiting() == 4))
                .then(() -> assertThat(backend.session().queuedNow()).isZero())
                .thenRequest(2)
                .expectNext(0L, 1L)
                .then(() -> awaitQueued(2))
                .thenRequest(2)
                .expectNext(2L, 3L)
                .thenCancel()
                .verify(LIMIT);
        assertThat(camera.statistics().dropped()).isZero();
        assertReleasedWithoutLeaks();
    }

    @Test
    void demandKeepsAMinimumQueuedAndRecyclesTheSurplus() {
        StepVerifier.create(camera.frames(spec.minQueued(3), Frame::sequence), 0)
                .then(() -> awaitQueued(3))
                .then(() -> complete(2))
                .then(() -> eventually(() -> camera.statistics().surplus() == 2))
                .then(() -> awaitQueued(3))
                .thenRequest(1)
                .then(() -> complete(1))
                .expectNext(2L)
                .then(() -> complete(1))
                .then(() -> eventually(() -> camera.statistics().surplus() == 3))
                .thenCancel()
                .verify(LIMIT);
        assertThat(camera.statistics().delivered()).isEqualTo(1);
        assertReleasedWithoutLeaks();
    }

    @Test
    void aCameraThatStallsBelowThreeRunsWithThreeQueued() {
        backend.camera().stallBelow(3);
        StepVerifier.create(camera.frames(spec.minQueued(3), Frame::sequence), 1)
                .then(() -> complete(1))
                .expectNext(0L)
                .thenRequest(1)
                .then(() -> awaitQueued(3))
                .then(() -> complete(1))
                .expectNext(1L)
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void minQueuedNeedsAsManyBuffers() {
        backend.camera();
        StepVerifier.create(camera.frames(CaptureSpec.viewfinder().minQueued(5)))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(ConfigurationRejectedException.class)
                        .hasMessageContaining("minQueued(5) needs 5 buffers"))
                .verify(LIMIT);
        assertThatIllegalArgumentException().isThrownBy(() -> spec.minQueued(5)).withMessageContaining("there are 4");
    }

    @Test
    void picturesTakenBeforeTheirDemandAreRecycled() {
        backend.camera().oldFrames(2, Duration.ofSeconds(1));
        StepVerifier.create(camera.frames(spec.capturedAfterDemand(), Frame::sequence), 1)
                .then(() -> awaitQueued(1))
                .then(() -> complete(1))
                .then(() -> awaitQueued(1))
                .then(() -> complete(1))
                .then(() -> awaitQueued(1))
                .then(() -> complete(1))
                .expectNext(2L)
                .thenCancel()
                .verify(LIMIT);
        assertThat(camera.statistics().stale()).isEqualTo(2);
        assertReleasedWithoutLeaks();
    }

    @Test
    void withoutThatOptionTheyAreDelivered() {
        backend.camera().oldFrames(1, Duration.ofSeconds(1));
        StepVerifier.create(camera.frames(spec, Frame::sequence), 1)
                .then(() -> awaitQueued(1))
                .then(() -> complete(1))
                .expectNext(0L)
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void eachFrameIsHeldAgainstItsOwnDemand() {
        List<Long> demanded = new ArrayList<>();
        List<Long> captured = new ArrayList<>();
        StepVerifier.create(camera.frames(spec.capturedAfterDemand(), Frame::capturedAt), 0)
                .then(() -> demanded.add(System.nanoTime()))
                .thenRequest(2)
                .then(() -> awaitQueued(2))
                .then(() -> complete(1))
                .consumeNextWith(captured::add)
                .then(() -> demanded.add(System.nanoTime()))
                .thenRequest(1)
                .then(() -> awaitQueued(2))
                .then(() -> complete(2))
                .consumeNextWith(captured::add)
                .consumeNextWith(captured::add)
                .thenCancel()
                .verify(LIMIT);
        assertThat(captured.get(0)).isGreaterThan(demanded.get(0));
        assertThat(captured.get(2)).isGreaterThan(demanded.get(1));
    }

    @Test
    void withoutTimestampsThatOptionIsAnError() {
        backend.camera().untimed();
        StepVerifier.create(camera.frames(spec.capturedAfterDemand()), 1)
                .then(() -> awaitQueued(1))
                .then(() -> complete(1))
                .expectErrorSatisfies(error ->
                        assertThat(error).isInstanceOf(CameraException.class).hasMessageContaining("needs timestamps"))
                .verify(LIMIT);
        assertReleasedWithoutLeaks();
    }

    @Test
    void optionsOfDemandAreRefusedWithOtherPolicies() {
        for (CapturePolicy policy : List.of(CapturePolicy.BUFFER, CapturePolicy.LATEST)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> spec.minQueued(2).policy(policy))
                    .withMessageContaining("minQueued is for DEMAND");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> spec.policy(policy).capturedAfterDemand())
                    .withMessageContaining("capturedAfterDemand is for DEMAND");
        }
    }
}
