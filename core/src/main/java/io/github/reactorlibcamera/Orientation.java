package io.github.reactorlibcamera;

/**
 * How the picture lies in memory, as against upright ({@code libcamera::Orientation}). Rotations are clockwise; a mirrored one is
 * mirrored left to right first.
 */
public enum Orientation {
    /** Upright. */
    ROTATE_0(1),
    /** Mirrored left to right. */
    ROTATE_0_MIRROR(2),
    /** Upside down. */
    ROTATE_180(3),
    /** Mirrored top to bottom. */
    ROTATE_180_MIRROR(4),
    /** Mirrored and rotated. */
    ROTATE_90_MIRROR(5),
    /** Rotated by three quarters. */
    ROTATE_270(6),
    /** Mirrored and rotated by three quarters. */
    ROTATE_270_MIRROR(7),
    /** Rotated by a quarter. */
    ROTATE_90(8);

    private final int exif;

    Orientation(int exif) {
        this.exif = exif;
    }

    /** {@return its number in a picture's EXIF data, tag 274: 1 to 8} */
    public int exif() {
        return exif;
    }

    /**
     * {@return the orientation of a number in EXIF data}
     *
     * @param number 1 to 8
     * @throws IllegalArgumentException for another number
     */
    public static Orientation ofExif(int number) {
        for (Orientation orientation : values()) {
            if (orientation.exif == number) {
                return orientation;
            }
        }
        throw new IllegalArgumentException("an orientation is 1 to 8, not " + number);
    }
}
