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

    private TestPictures() {}

    static Color colour(int x, int width) {
        return width >= 16 && x >= width / 2 ? RIGHT : LEFT;
    }

    /** {@return a frame whose lines have some bytes more than they need, with 0x55 in them} */
    static Frame frame(PixelFormat format, Size size, int padding) {
        int width = size.width();
        int height = size.height();
        if (format.equals(PixelFormat.MJPEG)) {
            return TestFrame.of(format, size, 0, withoutTables(jpeg(size)));
        }
        if (format.equals(PixelFormat.NV12)) {
            int stride = width + width % 2 + padding;
            byte[] luma = filled(stride * height);
            byte[] chroma = filled(stride * ((height + 1) / 2));
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int[] ycc = ycc(colour(x, width));
                    luma[y * stride + x] = (byte) ycc[0];
                    chroma[y / 2 * stride + x / 2 * 2] = (byte) ycc[1];
                    chroma[y / 2 * stride + x / 2 * 2 + 1] = (byte) ycc[2];
                }
            }
            return TestFrame.of(format, size, stride, luma, chroma);
        }
        boolean yuyv = format.equals(PixelFormat.YUYV);
        int stride = (yuyv ? (width + 1) / 2 * 4 : width * 3) + padding;
        byte[] pixels = filled(stride * height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                Color colour = colour(x, width);
                int[] ycc = ycc(colour);
                if (yuyv) {
                    pixels[y * stride + 2 * x] = (byte) ycc[0];
                    pixels[y * stride + x / 2 * 4 + 1] = (byte) ycc[1];
                    pixels[y * stride + x / 2 * 4 + 3] = (byte) ycc[2];
                } else {
                    pixels[y * stride + 3 * x] = (byte) colour.getBlue();
                    pixels[y * stride + 3 * x + 1] = (byte) colour.getGreen();
                    pixels[y * stride + 3 * x + 2] = (byte) colour.getRed();
                }
            }
        }
        return TestFrame.of(format, size, stride, pixels);
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
