package io.github.reactorlibcamera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureSpecTest {
    private final CaptureSpec spec = CaptureSpec.viewfinder();

    @Test
    void eachMethodReturnsAChangedCopy() {
        CaptureSpec changed = spec.size(640, 480)
                .pixelFormat(PixelFormat.YUYV)
                .bufferCount(6)
                .frameRate(25)
                .memory(BufferMemory.MEMFD)
                .policy(CapturePolicy.LATEST)
                .acceptAdjusted();
        assertThat(changed.size()).isEqualTo(new Size(640, 480));
        assertThat(changed.pixelFormat()).isEqualTo(PixelFormat.YUYV);
        assertThat(changed.bufferCount()).isEqualTo(6);
        assertThat(changed.frameDuration()).hasMillis(40);
        assertThat(changed.memory()).isEqualTo(BufferMemory.MEMFD);
        assertThat(changed.policy()).isEqualTo(CapturePolicy.LATEST);
        assertThat(changed.isAdjustedAccepted()).isTrue();
        assertThat(spec.size()).isNull();
        assertThat(spec.pixelFormat()).isNull();
        assertThat(spec.policy()).isEqualTo(CapturePolicy.DEMAND);
    }

    @Test
    void streamsAreAddedAndTheFirstStaysWhatItIs() {
        CaptureSpec two = spec.size(640, 480)
                .and(StreamSpec.raw().pixelFormat(new PixelFormat("SRGGB8")))
                .pixelFormat(PixelFormat.NV12);
        assertThat(two.streams()).hasSize(2);
        assertThat(two.role()).isEqualTo(StreamRole.VIEWFINDER);
        assertThat(two.size()).isEqualTo(new Size(640, 480));
        assertThat(two.pixelFormat()).isEqualTo(PixelFormat.NV12);
        assertThat(two.streams().get(1).role()).isEqualTo(StreamRole.RAW);
        assertThat(two.streams().get(1).size()).isNull();
        assertThat(two.streams().get(1).pixelFormat()).isEqualTo(new PixelFormat("SRGGB8"));
        assertThat(two).hasToString("CaptureSpec(VIEWFINDER 640x480 NV12, RAW any size SRGGB8, DEMAND)");
        assertThat(spec.streams()).hasSize(1);
    }

    @Test
    void buffersThatAreGivenAreTheMemoryAndTheirNumber() {
        List<FrameBuffer> two = Collections.nCopies(2, new FrameBuffer(List.of(new FrameBuffer.Plane(3, 0, 16))));
        CaptureSpec given = spec.buffers(two);
        assertThat(given.memory()).isEqualTo(BufferMemory.IMPORTED);
        assertThat(given.bufferCount()).isEqualTo(2);
        assertThat(given.and(StreamSpec.raw().buffers(two)).streams()).hasSize(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> given.and(StreamSpec.raw()))
                .withMessageContaining("as many buffers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> given.bufferCount(3))
                .withMessageContaining("2 buffers");
        assertThatIllegalArgumentException().isThrownBy(() -> given.minQueued(3));
        assertThatIllegalArgumentException().isThrownBy(() -> spec.memory(BufferMemory.IMPORTED));
        assertThatIllegalArgumentException().isThrownBy(() -> spec.buffers(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameBuffer(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameBuffer.Plane(-1, 0, 16));
    }

    @Test
    void aFifthStreamIsRefusedAtTheCall() {
        CaptureSpec four = spec.and(StreamSpec.stillCapture())
                .and(StreamSpec.videoRecording())
                .and(StreamSpec.viewfinder());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> four.and(StreamSpec.raw()))
                .withMessageContaining("at most 4");
    }

    @ParameterizedTest
    @CsvSource({"0,480", "-1,480", "640,0", "640,-7", "100000,480", "640,65536"})
    void sizesOutOfRangeAreRefusedAtTheCall(int width, int height) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec.size(width, height))
                .withMessageContaining("1 to 65535")
                .withMessageContaining(width + "x" + height);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65, 10_000})
    void bufferCountsOutOfRangeAreRefusedAtTheCall(int count) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec.bufferCount(count))
                .withMessageContaining("1 to 64");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 10_001, Double.NaN, Double.POSITIVE_INFINITY})
    void frameRatesOutOfRangeAreRefusedAtTheCall(double rate) {
        assertThatIllegalArgumentException().isThrownBy(() -> spec.frameRate(rate));
    }

    @Test
    void latestNeedsTwoBuffersInWhicheverOrderTheyAreSet() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec.bufferCount(1).policy(CapturePolicy.LATEST))
                .withMessageContaining("2 buffers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec.policy(CapturePolicy.LATEST).bufferCount(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "640", "x", "640x", "x480", "640*480", "640x480x3", "ax480"})
    void sizesWrittenOtherwiseAreRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Size.parse(text)).withMessageContaining("640x480");
    }

    @Test
    void sizesAreReadAsTheyAreWritten() {
        assertThat(Size.parse("640x480")).hasToString("640x480");
    }
}
