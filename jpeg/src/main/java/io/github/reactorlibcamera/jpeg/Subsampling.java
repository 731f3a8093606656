package io.github.reactorlibcamera.jpeg;

import java.util.stream.Stream;

/** How much coarser the chroma of a picture is than its luma, by the names of the trade: 4:4:4, 4:2:2 and so on. */
public enum Subsampling {
    /** 4:4:4: as fine. */
    FULL_444(0, 1, 1),
    /** 4:2:2: half as many columns. */
    HALF_WIDTH_422(1, 2, 1),
    /** 4:2:0: half as many columns and lines. */
    HALF_BOTH_420(2, 2, 2),
    /** No chroma. */
    GRAY(3, 1, 1),
    /** 4:4:0: half as many lines. */
    HALF_HEIGHT_440(4, 1, 2),
    /** 4:1:1: a quarter of the columns. */
    QUARTER_WIDTH_411(5, 4, 1);

    private final int turboJpegNumber;
    private final int horizontal;
    private final int vertical;

    Subsampling(int turboJpegNumber, int horizontal, int vertical) {
        this.turboJpegNumber = turboJpegNumber;
        this.horizontal = horizontal;
        this.vertical = vertical;
    }

    /** @throws JpegException if TurboJPEG has no such number, or one that is newer than this list */
    static Subsampling of(int turboJpegNumber) {
        return Stream.of(values())
                .filter(subsampling -> subsampling.turboJpegNumber == turboJpegNumber)
                .findFirst()
                .orElseThrow(
                        () -> new JpegException("the frame is a JPEG of a chroma subsampling that is not supported"));
    }

    /** {@return its {@code TJSAMP}} */
    int turboJpegNumber() {
        return turboJpegNumber;
    }

    /** {@return columns of luma for one of chroma} */
    int horizontal() {
        return horizontal;
    }

    /** {@return lines of luma for one of chroma} */
    int vertical() {
        return vertical;
    }

    int planes() {
        return this == GRAY ? 1 : 3;
    }

    /** {@return the samples per line that TurboJPEG reads and writes} ({@code tjPlaneWidth()}) */
    int planeWidth(int plane, int width) {
        return padded(width, horizontal) / (plane == 0 ? 1 : horizontal);
    }

    /** {@return the lines that TurboJPEG reads and writes} ({@code tjPlaneHeight()}) */
    int planeHeight(int plane, int height) {
        return padded(height, vertical) / (plane == 0 ? 1 : vertical);
    }

    private static int padded(int size, int multiple) {
        return (size + multiple - 1) / multiple * multiple;
    }
}
