package io.github.reactorlibcamera.jna;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.PixelFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageIO;

/**
 * What the emulated webcam draws, in blocks of 8x8 pixels: the top row is its count of frames, 32 bits from the most significant one,
 * below are bars that move by a block per frame.
 *
 * @param sequence the frame's
 * @param timestamp the frame's
 * @param counter the camera's own count
 * @param brightness how much brighter the bars are than they are drawn
 */
record UvcPicture(long sequence, long timestamp, long counter, int brightness) {
    private static final int BLOCK = 8;
    private static final int CENTRE = BLOCK / 2;
    private static final int THRESHOLD = 128;

    /** Luma of the bars. */
    private static final int[] BARS = {235, 210, 170, 145, 106, 81, 41, 16};

    /** The bars that no brightness within half its range drives into saturation. */
    private static final int DARKEST = 81;

    private static final int BRIGHTEST = 170;

    static UvcPicture of(Frame frame) {
        IntBinaryOperator luma = luma(frame);
        long counter = 0;
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            int value = luma.applyAsInt(bit * BLOCK + CENTRE, CENTRE);
            counter = counter << 1 | (value >= THRESHOLD ? 1 : 0);
        }
        return new UvcPicture(frame.sequence(), frame.timestamp(), counter, brightness(luma, counter));
    }

    private static int brightness(IntBinaryOperator luma, long counter) {
        int block = 0;
        while (bar(block + counter) < DARKEST || bar(block + counter) > BRIGHTEST) {
            block++;
        }
        return luma.applyAsInt(block * BLOCK + CENTRE, 2 * BLOCK + CENTRE) - bar(block + counter);
    }

    /** {@return the luma of the bar that has the block} */
    private static int bar(long block) {
        return BARS[(int) (block / 4 % BARS.length)];
    }

    /** {@return the brightness of the pixel at x, y} */
    private static IntBinaryOperator luma(Frame frame) {
        ByteBuffer pixels = frame.plane(0);
        int stride = frame.stride(0);
        PixelFormat format = frame.stream().pixelFormat();
        if (format.equals(PixelFormat.MJPEG)) {
            return decoded(pixels);
        }
        int bytesPerPixel = format.equals(PixelFormat.YUYV) ? 2 : 1;
        return (x, y) -> pixels.get(y * stride + x * bytesPerPixel) & 0xFF;
    }

    private static IntBinaryOperator decoded(ByteBuffer jpeg) {
        byte[] bytes = new byte[jpeg.remaining()];
        jpeg.get(bytes);
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
            assertThat(image).isNotNull();
            return (x, y) -> {
                int rgb = image.getRGB(x, y);
                return Math.round(0.299f * (rgb >> 16 & 0xFF) + 0.587f * (rgb >> 8 & 0xFF) + 0.114f * (rgb & 0xFF));
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
