package io.github.reactorlibcamera.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorlibcamera.BufferMemory;
import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.CompletedRequest;
import io.github.reactorlibcamera.ConfigurationRejectedException;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.FrameBuffer;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.StreamRole;
import io.github.reactorlibcamera.StreamSpec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.test.StepVerifier;

/** Captures into memory that is not the camera's. It is that of another camera's frames here. */
@Timeout(60)
class SimulatedImportTest extends SimulatedFixture {
    private static FrameBuffer bufferOf(Frame frame) {
        return new FrameBuffer(IntStream.range(0, frame.planeCount())
                .mapToObj(plane -> new FrameBuffer.Plane(
                        frame.fileDescriptor(plane),
                        frame.offset(plane),
                        frame.plane(plane).remaining()))
                .toList());
    }

    /** {@return frames of the other camera, to be closed} */
    private List<CompletedRequest> lent(CaptureSpec wanted, int frames) {
        return camera("gradient?unpaced")
                .requests(wanted)
                .take(frames)
                .collectList()
                .blockOptional(LIMIT)
                .orElseThrow();
    }

    private static byte[] read(ByteBuffer pixels) {
        byte[] all = new byte[pixels.remaining()];
        pixels.duplicate().get(all);
        return all;
    }

    @Test
    void thePlanesOfAFrameLieOneAfterTheOther() {
        CompletedRequest request = lent(spec, 1).get(0);
        assertThat(request.frame().offset(0)).isZero();
        assertThat(request.frame().offset(1)).isEqualTo(32 * 16);
        request.close();
    }

    @Test
    void framesAreInTheMemoryThatWasGiven() {
        List<CompletedRequest> memory = lent(spec, 2);
        List<ByteBuffer> seen =
                memory.stream().map(request -> request.frame().plane(0)).toList();
        CaptureSpec wanted = spec.bufferCount(2)
                .buffers(memory.stream()
                        .map(request -> bufferOf(request.frame()))
                        .toList());
        Camera camera = camera("bars?unpaced");
        // Closed only when both are there: else the first one's buffer might be captured into again.
        List<CompletedRequest> captured = camera.withSession(wanted, session -> {
                    assertThat(session.configuration().memory()).isEqualTo(BufferMemory.IMPORTED);
                    assertThat(session.configuration().bufferCount()).isEqualTo(2);
                    return session.requests().take(2);
                })
                .collectList()
                .blockOptional(LIMIT)
                .orElseThrow();
        List<byte[]> pictures =
                captured.stream().map(request -> read(request.frame().plane(0))).toList();
        captured.forEach(CompletedRequest::close);
        assertThat(read(seen.get(0))).isEqualTo(pictures.get(0)).isNotEqualTo(pictures.get(1));
        assertThat(read(seen.get(1))).isEqualTo(pictures.get(1));
        memory.forEach(CompletedRequest::close);
        eventually(() -> !camera.statistics().running());
    }

    /** They were duplicated: what becomes of the frames whose memory it is does not matter. */
    @Test
    void theMemoryMayGoOnceTheCaptureHasBegun() {
        List<CompletedRequest> memory = lent(spec, 2);
        CaptureSpec wanted = spec.bufferCount(2)
                .buffers(memory.stream()
                        .map(request -> bufferOf(request.frame()))
                        .toList());
        Camera camera = camera("bars?unpaced");
        StepVerifier.create(camera.frames(wanted, Frame::sequence), 1)
                .expectNextCount(1)
                .then(() -> memory.forEach(CompletedRequest::close))
                .then(memory::clear)
                .then(System::gc)
                .thenRequest(20)
                .expectNextCount(20)
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void everyStreamHasBuffersOfItsOwn() {
        StreamSpec raw = StreamSpec.raw().size(64, 32);
        List<CompletedRequest> memory = lent(spec.and(raw), 2);
        List<FrameBuffer> viewed = memory.stream()
                .map(request -> bufferOf(request.frame(StreamRole.VIEWFINDER)))
                .toList();
        List<FrameBuffer> sensed = memory.stream()
                .map(request -> bufferOf(request.frame(StreamRole.RAW)))
                .toList();
        CaptureSpec wanted = CaptureSpec.viewfinder()
                .size(32, 16)
                .pixelFormat(PixelFormat.NV12)
                .buffers(viewed)
                .and(raw.buffers(sensed));
        CompletedRequest captured = Objects.requireNonNull(
                camera("bars?unpaced").requests(wanted).next().block(LIMIT));
        assertThat(read(captured.frame(StreamRole.RAW).plane(0)))
                .isEqualTo(read(memory.get(0).frame(StreamRole.RAW).plane(0)));
        captured.close();
        memory.forEach(CompletedRequest::close);
    }

    @Test
    void fencesAreNotSupportedAndTheLeaseGoesOn() {
        List<Long> sequences = camera("bars?unpaced")
                .withSession(spec, session -> {
                    session.leases().take(1).subscribe(lease -> {
                        assertThatThrownBy(() -> lease.queueAfter(ControlList.EMPTY, 0))
                                .isInstanceOf(UnsupportedOperationException.class)
                                .hasMessageContaining("no fences");
                        lease.queue();
                    });
                    return session.requests().take(1).map(request -> {
                        try (request) {
                            return request.sequence();
                        }
                    });
                })
                .collectList()
                .block(LIMIT);
        assertThat(sequences).containsExactly(0L);
    }

    @Test
    void buffersThatDoNotFitAreRefused() {
        List<CompletedRequest> memory = lent(spec, 1);
        List<FrameBuffer> small = List.of(bufferOf(memory.get(0).frame()));
        CaptureSpec wanted = CaptureSpec.viewfinder()
                .size(640, 480)
                .pixelFormat(PixelFormat.NV12)
                .buffers(small);
        StepVerifier.create(camera("bars").frames(wanted))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(ConfigurationRejectedException.class)
                        .hasMessageContaining("needs 307200 bytes, not 512"))
                .verify(LIMIT);
        StepVerifier.create(camera("bars").frames(wanted.pixelFormat(PixelFormat.YUYV)))
                .expectErrorSatisfies(error -> assertThat(error).hasMessageContaining("YUYV has 1 planes, not 2"))
                .verify(LIMIT);
        memory.forEach(CompletedRequest::close);
    }
}
