package io.github.reactorlibcamera.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.CompletedRequest;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.LeakDetection;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.StreamSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Hooks;
import reactor.test.StepVerifier;

/** Requests with a frame of each of several streams: the buffer comes home whatever becomes of them. */
@Timeout(60)
class SeveralStreamsTest extends SessionFixture {
    private final CaptureSpec three = spec.and(
                    StreamSpec.stillCapture().size(64, 32).pixelFormat(PixelFormat.YUYV))
            .and(StreamSpec.raw().size(8, 4).pixelFormat(PixelFormat.R8));

    private CompletedRequest oneRequest(CaptureSpec wanted) {
        List<CompletedRequest> requests = new CopyOnWriteArrayList<>();
        StepVerifier.create(camera.requests(wanted), 1)
                .then(() -> complete(1))
                .consumeNextWith(requests::add)
                .thenCancel()
                .verify(LIMIT);
        return requests.get(0);
    }

    @Test
    void eachFrameIsOfItsStream() {
        CompletedRequest request = oneRequest(three);
        assertThat(request.frames())
                .extracting(frame -> frame.stream().frameSize())
                .containsExactly(768, 4096, 32);
        assertThat(request.frames()).extracting(Frame::planeCount).containsExactly(2, 1, 1);
        assertThat(request.frames()).extracting(frame -> frame.stride(0)).containsExactly(32, 128, 8);
        request.close();
        assertReleasedWithoutLeaks();
    }

    /** What is replaced is shown to the discard hook as a whole, and comes home whether the hook closes it or not. */
    @Test
    void latestDropsAllFramesOfARequest() {
        List<CompletedRequest> discarded = new CopyOnWriteArrayList<>();
        StepVerifier.create(
                        camera.requests(three.policy(CapturePolicy.LATEST))
                                .doOnDiscard(CompletedRequest.class, discarded::add),
                        0)
                .then(() -> complete(7))
                .then(() -> eventually(() -> camera.statistics().dropped() >= 6))
                .thenCancel()
                .verify(LIMIT);
        assertReleasedWithoutLeaks();
        assertThat(discarded)
                .hasSizeGreaterThanOrEqualTo(6)
                .allMatch(request -> request.frames().size() == 3)
                .allMatch(CompletedRequest::isClosed);
    }

    @Test
    void anOnNextThatThrowsLeavesNothingLent() {
        List<Throwable> dropped = new CopyOnWriteArrayList<>();
        Hooks.onErrorDropped(dropped::add);
        try {
            camera.requests(three).subscribe(new CoreSubscriber<CompletedRequest>() {
                @Override
                public void onSubscribe(Subscription subscription) {
                    subscription.request(1);
                }

                @Override
                public void onNext(CompletedRequest request) {
                    request.frames().get(1).close();
                    throw new IllegalStateException("against rule 2.13");
                }

                @Override
                public void onError(Throwable why) {}

                @Override
                public void onComplete() {}
            });
            complete(1);
            assertReleasedWithoutLeaks();
        } finally {
            Hooks.resetOnErrorDropped();
        }
        assertThat(dropped).extracting(Throwable::getMessage).containsExactly("against rule 2.13");
    }

    @ParameterizedTest
    @EnumSource(LeakDetection.class)
    void closedInAnyOrderTheyBringTheBufferHomeOnce(LeakDetection level) {
        for (int last = 0; last < 3; last++) {
            CompletedRequest request = oneRequest(three.leakDetection(level));
            List<Frame> frames = new ArrayList<>(request.frames());
            Frame kept = frames.remove(last);
            frames.forEach(Frame::close);
            frames.forEach(Frame::close);
            assertThat(camera.statistics().lent()).isEqualTo(1);
            kept.close();
            assertThat(camera.statistics().lent()).isZero();
            assertReleasedWithoutLeaks();
        }
    }

    @Test
    void inParanoidModeAClosedFrameIsPoisonedAndTheOthersAreNot() {
        CompletedRequest request = oneRequest(three.paranoid());
        ByteBuffer still = request.frames().get(1).plane(0);
        ByteBuffer raw = request.frames().get(2).plane(0);
        byte before = raw.get(0);
        request.frames().get(1).close();
        assertThat(still.get(0)).isEqualTo((byte) 0xDB);
        assertThat(raw.get(0)).isEqualTo(before);
        request.close();
        assertThat(raw.get(0)).isEqualTo((byte) 0xDB);
        assertReleasedWithoutLeaks();
    }

    /** Of several handles some may be lost. */
    @Test
    void aFrameThatNobodyClosesIsFoundByItself() {
        Frame kept = Objects.requireNonNull(firstFrameOf(oneRequest(three.leakDetection(LeakDetection.ON))));
        eventually(() -> {
            System.gc();
            return camera.statistics().leaked() == 2;
        });
        assertThat(camera.statistics().lent()).isEqualTo(1);
        kept.close();
        assertThat(camera.statistics().lent()).isZero();
    }

    private static Frame firstFrameOf(CompletedRequest request) {
        return request.frame();
    }
}
