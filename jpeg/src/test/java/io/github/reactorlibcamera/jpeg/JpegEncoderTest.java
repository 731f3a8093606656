package io.github.reactorlibcamera.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.Size;
import io.github.reactorlibcamera.test.TestFrame;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JpegEncoderTest {
    private static final Size VGA = new Size(640, 480);

    static Stream<JpegEncoder> encoders() {
        return Stream.of(JpegEncoder.create(), JpegEncoder.imageIo());
    }

    static Stream<Arguments> encodersAndFormats() {
        return encoders()
                .flatMap(encoder -> JpegEncoder.PIXEL_FORMATS.stream().map(format -> Arguments.of(encoder, format)));
    }

    static Stream<Arguments> roundTrips() {
        List<Size> sizes = List.of(new Size(2, 2), new Size(18, 10), new Size(17, 9), new Size(642, 482));
        return encodersAndFormats()
                .flatMap(arguments -> sizes.stream()
                        .flatMap(size -> Stream.of(0, 22)
                                .map(padding -> Arguments.of(
                                        arguments.get()[0], arguments.get()[1], size, padding))));
    }

    @Test
    void takesLibturbojpegWhereItIsInstalled() {
        assertThat(JpegEncoder.create().name()).isIn("libjpeg-turbo", "ImageIO");
        assertThat(JpegEncoder.imageIo().name()).isEqualTo("ImageIO");
    }

    @ParameterizedTest
    @MethodSource("roundTrips")
    void keepsSizeAndColours(JpegEncoder encoder, PixelFormat format, Size size, int padding) {
        Frame frame = TestPictures.frame(format, size, padding);

        assertShows(format, encoder.encode(frame, options(0, 95)), size);
        assertThat(encoder.encode(frame, options(size.width(), 95))).isEqualTo(encoder.encode(frame, options(0, 95)));
    }

    @ParameterizedTest
    @MethodSource("roundTrips")
    void scalesDown(JpegEncoder encoder, PixelFormat format, Size size, int padding) {
        Frame frame = TestPictures.frame(format, size, padding);
        for (int width : new int[] {2, 16, 18, 100, 320, 640}) {
            if (width < size.width()) {
                int height = Math.max(2, 2 * (int) Math.round(size.height() * (double) width / size.width() / 2));
                assertShows(format, encoder.encode(frame, options(width, 95)), new Size(width, height));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("encodersAndFormats")
    void betterQualityIsMoreBytes(JpegEncoder encoder, PixelFormat format) {
        Frame frame = TestPictures.frame(format, VGA, 0);

        assertThat(encoder.encode(frame, options(320, 100)).length)
                .isGreaterThan(encoder.encode(frame, options(320, 1)).length);
    }

    @ParameterizedTest
    @MethodSource("encodersAndFormats")
    void theChromaIsAsFineAsAskedFor(JpegEncoder encoder, PixelFormat format) {
        Frame frame = TestPictures.frame(format, VGA, 0);
        for (Subsampling wanted : Subsampling.values()) {
            byte[] jpeg = encoder.encode(frame, options(320, 95).withSubsampling(wanted));

            boolean gray = wanted == Subsampling.GRAY || format.equals(PixelFormat.R8);
            assertThat(TestPictures.subsampling(jpeg)).isEqualTo(gray ? Subsampling.GRAY : wanted);
            assertShows(gray ? PixelFormat.R8 : format, jpeg, new Size(320, 240));
        }
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void theChromaIsTheFramesOwnIfNothingIsAskedFor(JpegEncoder encoder) {
        assertThat(TestPictures.subsampling(
                        encoder.encode(TestPictures.frame(PixelFormat.YUYV, VGA, 0), options(0, 80))))
                .isEqualTo(Subsampling.HALF_WIDTH_422);
        assertThat(TestPictures.subsampling(
                        encoder.encode(TestPictures.frame(PixelFormat.BGR888, VGA, 0), options(0, 80))))
                .isEqualTo(Subsampling.HALF_BOTH_420);
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void passesMjpegThroughUntouched(JpegEncoder encoder) {
        byte[] jpeg = TestPictures.jpeg(VGA);

        assertThat(encoder.encode(mjpeg(jpeg), options(0, 10))).isEqualTo(jpeg);
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void cutsPaddingBehindTheEndOff(JpegEncoder encoder) {
        byte[] jpeg = TestPictures.jpeg(VGA);

        assertThat(encoder.encode(mjpeg(Arrays.copyOf(jpeg, jpeg.length + 500)), options(0, 10)))
                .isEqualTo(jpeg);
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void addsTheHuffmanTablesThatWebcamsLeaveOut(JpegEncoder encoder) {
        byte[] bare = TestPictures.withoutTables(TestPictures.jpeg(VGA));

        byte[] complete = encoder.encode(mjpeg(bare), options(0, 10));

        assertThat(complete).hasSize(bare.length + HuffmanTables.segment().length);
        assertShows(complete, VGA);
    }

    @Test
    void theStandardTablesAre420Bytes() {
        assertThat(HuffmanTables.segment()).hasSize(420).startsWith(0xff, 0xc4, 0x01, 0xa2, 0x00);
    }

    @ParameterizedTest
    @MethodSource("encodersAndFormats")
    void refusesShortFrames(JpegEncoder encoder, PixelFormat format) {
        for (int width : new int[] {0, 320}) {
            for (int length : new int[] {0, 1, 3, 100}) {
                byte[] few = Arrays.copyOf(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff}, length);
                Frame frame = TestFrame.of(format, VGA, 2560, few, few, few);
                assertThatExceptionOfType(JpegException.class)
                        .isThrownBy(() -> encoder.encode(frame, options(width, 80)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void refusesAFrameThatIsOneByteShort(JpegEncoder encoder) {
        Frame luma = TestFrame.of(PixelFormat.NV12, VGA, 640, new byte[640 * 480 - 1], new byte[640 * 240]);
        Frame chroma = TestFrame.of(PixelFormat.NV12, VGA, 640, new byte[640 * 480], new byte[640 * 240 - 1]);
        Frame rgb = TestFrame.of(PixelFormat.RGB888, VGA, 1920, new byte[1920 * 480 - 1]);
        Frame xrgb = TestFrame.of(PixelFormat.XRGB8888, VGA, 2560, new byte[2560 * 480 - 1]);
        Frame narrow = TestFrame.of(PixelFormat.YUYV, VGA, 640, new byte[1280 * 480]);

        for (Frame frame : List.of(luma, chroma, rgb, xrgb)) {
            assertThatExceptionOfType(JpegException.class)
                    .isThrownBy(() -> encoder.encode(frame, options(0, 80)))
                    .withMessageContaining("too short");
        }
        assertThatExceptionOfType(JpegException.class)
                .isThrownBy(() -> encoder.encode(narrow, options(0, 80)))
                .withMessageContaining("bytes per line");
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void survivesDamagedJpegs(JpegEncoder encoder) {
        byte[] whole = TestPictures.jpeg(VGA);
        assertThatExceptionOfType(JpegException.class)
                .isThrownBy(() -> encoder.encode(mjpeg(Arrays.copyOf(whole, whole.length / 2)), options(0, 80)));
        assertThatExceptionOfType(JpegException.class)
                .isThrownBy(() -> encoder.encode(mjpeg(TestPictures.jpeg(new Size(1280, 720))), options(320, 80)))
                .withMessageContaining("1280x720 in a stream of 640x480");
        // Every byte of the headers, some of the data.
        for (int at = 2; at < whole.length - 2; at += at < 700 ? 1 : 41) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) 0xa5;
            try {
                assertThat(encoder.encode(mjpeg(damaged), options(64, 80))).isNotEmpty();
            } catch (JpegException e) {
                assertThat(e).hasMessageContaining("the frame");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void refusesWhatIsOutOfRange(JpegEncoder encoder) {
        Frame frame = TestPictures.frame(PixelFormat.NV12, VGA, 0);
        Frame bayer = TestFrame.of(new PixelFormat("SRGGB10"), VGA, 1280, new byte[1280 * 480]);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoder.encode(bayer, options(0, 80)))
                .withMessage("a JPEG can be made of the pixel formats [MJPEG, YUV420, NV12, YUYV, RGB888, BGR888,"
                        + " XRGB8888, R8], not of SRGGB10");
        assertThatIllegalArgumentException().isThrownBy(() -> options(-1, 80));
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.encode(frame, options(641, 80)));
        assertThatIllegalArgumentException().isThrownBy(() -> options(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> options(0, 101));
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void encodesOnManyThreads(JpegEncoder encoder) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<byte[]>> work = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                Frame frame = TestPictures.frame(JpegEncoder.PIXEL_FORMATS.get(i % 7), VGA, i);
                int width = i % 3 == 0 ? 0 : 320;
                work.add(() -> encoder.encode(frame, options(width, 90)));
            }
            int i = 0;
            for (Future<byte[]> jpeg : threads.invokeAll(work)) {
                assertShows(jpeg.get(), i++ % 3 == 0 ? VGA : new Size(320, 240));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static JpegOptions options(int width, int quality) {
        return JpegOptions.quality(quality).scaledToWidth(width);
    }

    private static Frame mjpeg(byte[] jpeg) {
        return TestFrame.of(PixelFormat.MJPEG, VGA, 0, jpeg);
    }

    private static void assertShows(byte[] jpeg, Size size) {
        assertShows(PixelFormat.NV12, jpeg, size);
    }

    private static void assertShows(PixelFormat format, byte[] jpeg, Size size) {
        BufferedImage image = TestPictures.decoded(jpeg);
        assertThat(new Size(image.getWidth(), image.getHeight())).isEqualTo(size);
        int y = size.height() / 2;
        int width = size.width();
        int left = image.getRGB(width / 4, y);
        int right = image.getRGB(width * 3 / 4, y);
        boolean gray = format.equals(PixelFormat.R8);
        assertThat(image.getRaster().getNumBands()).isEqualTo(gray ? 1 : 3);
        if (gray) {
            assertThat(image.getRaster().getSample(width / 4, y, 0)).isCloseTo(TestPictures.LEFT_LUMA, within(8));
        } else if (width >= 16) {
            assertColour(new Color(left), TestPictures.LEFT);
            assertColour(new Color(right), TestPictures.RIGHT);
        } else {
            // Two pixels share their chroma, so only what lies between the two colours is certain.
            assertThat(new Color(left).getRed()).isBetween(60, 224);
        }
    }

    private static void assertColour(Color is, Color wanted) {
        assertThat(is.getRed()).isCloseTo(wanted.getRed(), within(24));
        assertThat(is.getGreen()).isCloseTo(wanted.getGreen(), within(24));
        assertThat(is.getBlue()).isCloseTo(wanted.getBlue(), within(24));
    }
}
