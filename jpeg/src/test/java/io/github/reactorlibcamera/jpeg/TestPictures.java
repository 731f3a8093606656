package io.github.reactorlibcamera.jpeg;

import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.Size;
import io.github.reactorlibcamera.test.TestFrame;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** Frames that show two colours side by side, one where there is no room for two. */
final class TestPictures {
    static final Color LEFT = new Color(200, 60, 40);
    static final Color RIGHT = new Color(30, 120, 220);
    static final int LEFT_LUMA = ycc(LEFT)[0];

    private TestPictures() {}

    static Color colour(int x, int width) {
        return width >= 16 && x >= width / 2 ? RIGHT : LEFT;
    }

    /** {@return a frame whose lines have some bytes more than they need, with 0x55 in them} */
    static Frame frame(PixelFormat format, Size size, int padding) {
        int width = size.width();
        if (format.equals(PixelFormat.MJPEG)) {
            return TestFrame.of(format, size, 0, withoutTables(jpeg(size)));
        }
        return switch (format.name()) {
            case "NV12", "YUV420" -> halfBoth(format, size, padding);
            case "YUYV" ->
                packed(format, size, (width + 1) / 2 * 4 + padding, (colour, x, pixels, line) -> {
                    int[] ycc = ycc(colour);
                    pixels[line + 2 * x] = (byte) ycc[0];
                    pixels[line + x / 2 * 4 + 1] = (byte) ycc[1];
                    pixels[line + x / 2 * 4 + 3] = (byte) ycc[2];
                });
            case "R8" ->
                packed(
                        format,
                        size,
                        width + padding,
                        (colour, x, pixels, line) -> pixels[line + x] = (byte) ycc(colour)[0]);
            case "RGB888" ->
                packed(
                        format,
                        size,
                        3 * width + padding,
                        (colour, x, pixels, line) ->
                                put(pixels, line + 3 * x, colour.getBlue(), colour.getGreen(), colour.getRed()));
            case "BGR888" ->
                packed(
                        format,
                        size,
                        3 * width + padding,
                        (colour, x, pixels, line) ->
                                put(pixels, line + 3 * x, colour.getRed(), colour.getGreen(), colour.getBlue()));
            case "XRGB8888" ->
                packed(
                        format,
                        size,
                        4 * width + padding,
                        (colour, x, pixels, line) ->
                                put(pixels, line + 4 * x, colour.getBlue(), colour.getGreen(), colour.getRed()));
            default -> throw new IllegalArgumentException(format.name());
        };
    }

    private interface Painter {
        void paint(Color colour, int x, byte[] pixels, int line);
    }

    private static void put(byte[] pixels, int at, int... components) {
        for (int i = 0; i < components.length; i++) {
            pixels[at + i] = (byte) components[i];
        }
    }

    private static Frame packed(PixelFormat format, Size size, int stride, Painter painter) {
        byte[] pixels = filled(stride * size.height());
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                painter.paint(colour(x, size.width()), x, pixels, y * stride);
            }
        }
        return TestFrame.of(format, size, stride, pixels);
    }

    private static Frame halfBoth(PixelFormat format, Size size, int padding) {
        boolean interleaved = format.equals(PixelFormat.NV12);
        int width = size.width();
        int stride = width + width % 2 + padding;
        int chromaStride = interleaved ? stride : stride / 2;
        int lines = (size.height() + 1) / 2;
        byte[] luma = filled(stride * size.height());
        byte[] first = filled(chromaStride * lines);
        byte[] second = filled(chromaStride * lines);
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < width; x++) {
                int[] ycc = ycc(colour(x, width));
                luma[y * stride + x] = (byte) ycc[0];
                int chroma = y / 2 * chromaStride + x / 2;
                if (interleaved) {
                    put(first, chroma + x / 2, ycc[1], ycc[2]);
                } else {
                    first[chroma] = (byte) ycc[1];
                    second[chroma] = (byte) ycc[2];
                }
            }
        }
        return interleaved
                ? TestFrame.of(format, size, stride, luma, first)
                : TestFrame.of(format, size, stride, luma, first, second);
    }

    static byte[] jpeg(Size size) {
        BufferedImage image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                image.setRGB(x, y, colour(x, size.width()).getRGB());
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpeg", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** {@return a JPEG as webcams deliver it} */
    static byte[] withoutTables(byte[] jpeg) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        int at = 2;
        while ((jpeg[at + 1] & 0xff) != 0xda) {
            int length = 2 + (((jpeg[at + 2] & 0xff) << 8) | (jpeg[at + 3] & 0xff));
            if ((jpeg[at + 1] & 0xff) != 0xc4) {
                out.write(jpeg, at, length);
            }
            at += length;
        }
        out.write(jpeg, at, jpeg.length - at);
        return out.toByteArray();
    }

    /** {@return what the frame header (SOF0) says of the first component} */
    static Subsampling subsampling(byte[] jpeg) {
        int at = 2;
        while ((jpeg[at + 1] & 0xff) != 0xc0) {
            at += 2 + (((jpeg[at + 2] & 0xff) << 8) | (jpeg[at + 3] & 0xff));
        }
        if (jpeg[at + 9] == 1) {
            return Subsampling.GRAY;
        }
        int factors = jpeg[at + 11];
        return Arrays.stream(Subsampling.values())
                .filter(value -> value != Subsampling.GRAY)
                .filter(value -> value.horizontal() == factors >> 4 && value.vertical() == (factors & 15))
                .findFirst()
                .orElseThrow();
    }

    static BufferedImage decoded(byte[] jpeg) {
        try {
            return ImageIO.read(new ByteArrayInputStream(jpeg));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] filled(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 0x55);
        return bytes;
    }

    private static int[] ycc(Color colour) {
        double r = colour.getRed();
        double g = colour.getGreen();
        double b = colour.getBlue();
        return new int[] {
            (int) Math.round(0.299 * r + 0.587 * g + 0.114 * b),
            (int) Math.round(128 - 0.168736 * r - 0.331264 * g + 0.5 * b),
            (int) Math.round(128 + 0.5 * r - 0.418688 * g - 0.081312 * b)
        };
    }
}
