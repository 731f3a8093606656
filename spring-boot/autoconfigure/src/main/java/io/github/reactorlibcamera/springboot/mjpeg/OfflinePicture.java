package io.github.reactorlibcamera.springboot.mjpeg;

import io.github.reactorlibcamera.Size;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * The picture that says that a camera is gone. Its words are drawn with letters of its own: a server without a display often has no
 * fonts, and the JDK then throws.
 */
final class OfflinePicture {
    private static final String WORDS = "camera offline";
    private static final Color GROUND = new Color(0x14, 0x1a, 0x19);
    private static final Color INK = new Color(0xb9, 0xc6, 0xc2);

    /** Seven rows of five dots, the leftmost dot is the highest bit. */
    private static final Map<Character, int[]> LETTERS = Map.ofEntries(
            Map.entry('a', new int[] {0, 0, 14, 1, 15, 17, 15}),
            Map.entry('c', new int[] {0, 0, 14, 16, 16, 17, 14}),
            Map.entry('e', new int[] {0, 0, 14, 17, 31, 16, 14}),
            Map.entry('f', new int[] {6, 9, 8, 28, 8, 8, 8}),
            Map.entry('i', new int[] {4, 0, 12, 4, 4, 4, 14}),
            Map.entry('l', new int[] {12, 4, 4, 4, 4, 4, 14}),
            Map.entry('m', new int[] {0, 0, 26, 21, 21, 17, 17}),
            Map.entry('n', new int[] {0, 0, 22, 25, 17, 17, 17}),
            Map.entry('o', new int[] {0, 0, 14, 17, 17, 17, 14}),
            Map.entry('r', new int[] {0, 0, 22, 25, 16, 16, 16}));

    private static final int COLUMNS = 6; // with the gap

    private OfflinePicture() {}

    /**
     * {@return a JPEG of the size that the camera's pictures have}
     *
     * @param rendition whose width it gets
     * @param captured size of the camera's frames
     */
    static byte[] of(Rendition rendition, Size captured) {
        int width = rendition.width();
        int height = width == captured.width()
                ? captured.height()
                : Math.max(2, (int) Math.round(captured.height() * (double) width / captured.width() / 2) * 2);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(GROUND);
        pen.fillRect(0, 0, width, height);
        pen.setColor(INK);
        write(pen, width, height);
        pen.dispose();
        return jpeg(image);
    }

    private static void write(Graphics2D pen, int width, int height) {
        int dot = Math.max(1, width / (COLUMNS * WORDS.length() + 20));
        int left = (width - dot * COLUMNS * WORDS.length()) / 2;
        int top = (height - dot * 7) / 2;
        for (int i = 0; i < WORDS.length(); i++) {
            int[] rows = LETTERS.getOrDefault(WORDS.charAt(i), new int[7]);
            for (int row = 0; row < 7; row++) {
                for (int column = 0; column < 5; column++) {
                    if ((rows[row] >> (4 - column) & 1) == 1) {
                        pen.fillRect(left + dot * (i * COLUMNS + column), top + dot * row, dot, dot);
                    }
                }
            }
        }
    }

    private static byte[] jpeg(BufferedImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpeg", out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return out.toByteArray();
    }
}
