package io.github.reactorlibcamera.jpeg;

/** Where the components of a pixel lie, as offsets in bytes. */
enum RgbOrder {
    BGR(1, 3, 0, 1, 2),
    RGB(0, 3, 2, 1, 0),
    BGRX(3, 4, 0, 1, 2);

    private final int turboJpegNumber;
    private final int step;
    private final int blue;
    private final int green;
    private final int red;

    RgbOrder(int turboJpegNumber, int step, int blue, int green, int red) {
        this.turboJpegNumber = turboJpegNumber;
        this.step = step;
        this.blue = blue;
        this.green = green;
        this.red = red;
    }

    /** {@return its {@code TJPF}} */
    int turboJpegNumber() {
        return turboJpegNumber;
    }

    /** {@return bytes from one pixel to the next} */
    int step() {
        return step;
    }

    /** {@return where in a pixel a component lies} 0 is blue, 1 green, 2 red. */
    int offset(int component) {
        return switch (component) {
            case 0 -> blue;
            case 1 -> green;
            default -> red;
        };
    }
}
