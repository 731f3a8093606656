package io.github.reactorlibcamera.jpeg;

import io.github.reactorlibcamera.Size;
import java.nio.ByteBuffer;

/**
 * One component of a picture, wherever its samples lie: a whole plane, or every second, third or fourth byte of one.
 *
 * @param data from position 0
 * @param offset of the first sample
 * @param step bytes between two samples of a line
 * @param stride bytes between two lines
 * @param width samples per line
 * @param height lines
 */
record Plane(ByteBuffer data, int offset, int step, int stride, int width, int height) {
    /** @throws JpegException if the samples reach beyond the data: what is native later must not read there */
    Plane {
        require(data, offset, (long) (width - 1) * step + 1, stride, width, height);
    }

    /** @throws JpegException if pixels of so many bytes reach beyond the data */
    static void requireWhole(ByteBuffer data, int bytes, int stride, Size size) {
        require(data, 0, (long) size.width() * bytes, stride, size.width(), size.height());
    }

    private static void require(ByteBuffer data, int offset, long line, int stride, int width, int height) {
        if (stride < line) {
            throw new JpegException("the frame has " + stride + " bytes per line, too few for " + width + " pixels");
        }
        long needed = offset + (long) (height - 1) * stride + line;
        if (data.limit() < needed) {
            throw new JpegException(
                    "the frame is too short: " + data.limit() + " bytes in a plane that needs " + needed);
        }
    }

    static Plane packed(ByteBuffer data, int width, int height) {
        return new Plane(data, 0, 1, width, width, height);
    }

    /** {@return true if native code can read its lines as they are} */
    boolean isNativePlane(int wantedWidth, int wantedHeight) {
        return data.isDirect() && offset == 0 && step == 1 && width == wantedWidth && height == wantedHeight;
    }

    int sample(int x, int y) {
        return data.get(offset + y * stride + x * step) & 0xff;
    }

    /** Fills a plane with this one: each sample the mean of the box of samples that it covers. */
    void averageInto(Plane target) {
        int[] columns = bounds(width, target.width);
        int[] lines = bounds(height, target.height);
        boolean same = width == target.width && height == target.height;
        for (int y = 0; y < target.height; y++) {
            int to = target.offset + y * target.stride;
            for (int x = 0; x < target.width; x++, to += target.step) {
                target.data.put(to, same ? data.get(offset + y * stride + x * step) : mean(columns, x, lines, y));
            }
        }
    }

    private byte mean(int[] columns, int column, int[] lines, int line) {
        int left = columns[column];
        int right = Math.max(left + 1, columns[column + 1]);
        int top = lines[line];
        int bottom = Math.max(top + 1, lines[line + 1]);
        long sum = 0;
        for (int y = top; y < bottom; y++) {
            int at = offset + y * stride + left * step;
            for (int x = left; x < right; x++, at += step) {
                sum += data.get(at) & 0xff;
            }
        }
        long count = (long) (right - left) * (bottom - top);
        return (byte) ((sum + count / 2) / count);
    }

    private static int[] bounds(int size, int parts) {
        int[] bounds = new int[parts + 1];
        for (int part = 0; part <= parts; part++) {
            bounds[part] = (int) ((long) part * size / parts);
        }
        return bounds;
    }
}
