package io.github.reactorlibcamera.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.Size;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class TestFrameTest {
    private final TestFrame frame =
            TestFrame.of(PixelFormat.NV12, new Size(2, 2), 2, new byte[] {1, 2, 3, 4}, new byte[] {5, 6});

    @Test
    void itsPlanesAreThoseOfACamera() {
        assertThat(frame.planeCount()).isEqualTo(2);
        ByteBuffer chroma = frame.plane(1);
        assertThat(chroma).isEqualTo(ByteBuffer.wrap(new byte[] {5, 6}));
        assertThat(chroma.isDirect()).isTrue();
        assertThat(chroma.isReadOnly()).isTrue();
        assertThat(chroma.order()).isEqualTo(ByteOrder.nativeOrder());
        assertThat(frame.stride(1)).isEqualTo(2);
        assertThat(frame.stream().frameSize()).isEqualTo(6);
        assertThatThrownBy(() -> frame.plane(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void copiesWhatItIsGiven() {
        ByteBuffer pixels = ByteBuffer.wrap(new byte[] {0, 1, 2, 3}).position(1);
        TestFrame part = TestFrame.of(frame.stream(), pixels);
        assertThat(pixels.position()).isEqualTo(1);
        pixels.put(1, (byte) 9);
        assertThat(part.plane(0)).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }

    @Test
    void tellsWhatItIsTold() {
        TestFrame told = frame.withSequence(7).withTimestamp(8).withMetadata(ControlList.of("gain", 2f));
        assertThat(told.sequence()).isEqualTo(7);
        assertThat(told.timestamp()).isEqualTo(8);
        assertThat(told.capturedAt()).isEqualTo(8);
        assertThat(told.metadata().names()).containsExactly("gain");
        assertThat(Frame.copyOf(told).plane(0)).isEqualTo(told.plane(0));
    }

    @Test
    void afterItsCloseItThrows() {
        frame.close();
        frame.close();
        assertThat(frame.isClosed()).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> frame.plane(0));
        assertThatIllegalStateException().isThrownBy(frame::retain);
    }

    @Test
    void countsItsHandles() {
        TestFrame second = frame.retain();
        assertThat(frame.openHandles()).isEqualTo(2);
        frame.close();
        frame.close();
        assertThat(second.openHandles()).isEqualTo(1);
        assertThat(second.plane(0).get(0)).isEqualTo((byte) 1);
        second.close();
        assertThat(second.openHandles()).isZero();
    }
}
