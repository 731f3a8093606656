package io.github.reactorlibcamera.jpeg;

import io.github.reactorlibcamera.Size;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A JPEG that any reader takes: checked as far as its headers go, with Huffman tables and without padding behind its end. */
final class CompleteJpeg {
    private static final int START_OF_IMAGE = 0xffd8;
    private static final int END_OF_IMAGE = 0xffd9;
    private static final int START_OF_SCAN = 0xffda;
    private static final int HUFFMAN_TABLES = 0xffc4;
    private static final int ARITHMETIC_CONDITIONING = 0xffcc;

    /** A camera may round its picture up to whole blocks; a size beyond that is damage, and would cost memory. */
    private static final int BLOCK = 16;

    private final byte[] bytes;
    private final Size size;

    private CompleteJpeg(byte[] bytes, Size size) {
        this.bytes = bytes;
        this.size = size;
    }

    byte[] bytes() {
        return bytes;
    }

    /** {@return its size as its header tells} */
    Size size() {
        return size;
    }

    static CompleteJpeg of(ByteBuffer pixels, Size expected) {
        int end = endOf(pixels);
        if (end < 4 || marker(pixels, 0) != START_OF_IMAGE) {
            throw new JpegException("the frame is not a whole JPEG: its start or its end is missing in its "
                    + pixels.limit() + " bytes");
        }
        Size size = null;
        boolean tables = false;
        int at = 2;
        while (at + 4 <= end && marker(pixels, at) != START_OF_SCAN) {
            int marker = marker(pixels, at);
            if (marker >>> 8 != 0xff) {
                throw new JpegException("the frame is a damaged JPEG: no marker at byte " + at);
            }
            tables |= marker == HUFFMAN_TABLES || marker == ARITHMETIC_CONDITIONING;
            if (isStartOfFrame(marker) && at + 9 <= end) {
                size = sizeAt(pixels, at + 5);
            }
            at += 2 + Math.max(2, marker(pixels, at + 2));
        }
        if (at + 4 > end || size == null) {
            throw new JpegException("the frame is a damaged JPEG: its headers lead nowhere");
        }
        if (size.width() > expected.width() + BLOCK || size.height() > expected.height() + BLOCK) {
            throw new JpegException("the frame is a JPEG of " + size + " in a stream of " + expected);
        }
        return new CompleteJpeg(tables ? copy(pixels, 0, end) : withTables(pixels, at, end), size);
    }

    /** Some cameras fill the buffer up with zeros; in the picture's data an end marker cannot appear. */
    private static int endOf(ByteBuffer pixels) {
        for (int end = pixels.limit(); end >= 4; end--) {
            if (marker(pixels, end - 2) == END_OF_IMAGE) {
                return end;
            }
        }
        return 0;
    }

    private static boolean isStartOfFrame(int marker) {
        return marker >= 0xffc0
                && marker <= 0xffcf
                && marker != HUFFMAN_TABLES
                && marker != 0xffc8
                && marker != ARITHMETIC_CONDITIONING;
    }

    private static Size sizeAt(ByteBuffer pixels, int at) {
        int height = marker(pixels, at);
        int width = marker(pixels, at + 2);
        if (height == 0 || width == 0) {
            throw new JpegException("the frame is a damaged JPEG: its size is " + width + "x" + height);
        }
        return new Size(width, height);
    }

    private static byte[] withTables(ByteBuffer pixels, int scan, int end) {
        byte[] tables = HuffmanTables.segment();
        byte[] bytes = Arrays.copyOf(copy(pixels, 0, scan), end + tables.length);
        System.arraycopy(tables, 0, bytes, scan, tables.length);
        pixels.get(scan, bytes, scan + tables.length, end - scan);
        return bytes;
    }

    private static byte[] copy(ByteBuffer pixels, int from, int to) {
        byte[] bytes = new byte[to - from];
        pixels.get(from, bytes);
        return bytes;
    }

    /** JPEG is big-endian, the buffer native. */
    private static int marker(ByteBuffer pixels, int at) {
        return ((pixels.get(at) & 0xff) << 8) | (pixels.get(at + 1) & 0xff);
    }
}
