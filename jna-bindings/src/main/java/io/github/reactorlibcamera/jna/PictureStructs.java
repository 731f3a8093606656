package io.github.reactorlibcamera.jna;

import com.sun.jna.Pointer;
import io.github.reactorlibcamera.ColorSpace;
import io.github.reactorlibcamera.ColorSpace.Primaries;
import io.github.reactorlibcamera.ColorSpace.Range;
import io.github.reactorlibcamera.ColorSpace.TransferFunction;
import io.github.reactorlibcamera.ColorSpace.YcbcrEncoding;
import io.github.reactorlibcamera.Rectangle;
import io.github.reactorlibcamera.SensorConfiguration;
import io.github.reactorlibcamera.SensorConfiguration.Binning;
import io.github.reactorlibcamera.SensorConfiguration.Skipping;
import io.github.reactorlibcamera.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code rlc_color_space} and {@code rlc_sensor_configuration}, parts of a configuration. */
final class PictureStructs {
    /** In the order of the shim's numbers, which begin at 1. */
    private static final List<Primaries> PRIMARIES =
            List.of(Primaries.RAW, Primaries.SMPTE170M, Primaries.REC709, Primaries.REC2020);

    private static final List<TransferFunction> TRANSFER_FUNCTIONS =
            List.of(TransferFunction.LINEAR, TransferFunction.SRGB, TransferFunction.REC709);
    private static final List<YcbcrEncoding> YCBCR_ENCODINGS =
            List.of(YcbcrEncoding.NONE, YcbcrEncoding.REC601, YcbcrEncoding.REC709, YcbcrEncoding.REC2020);
    private static final List<Range> RANGES = List.of(Range.FULL, Range.LIMITED);

    private PictureStructs() {}

    static void write(ColorSpace space, Pointer out) {
        out.setByte(0, number(PRIMARIES, space.primaries()));
        out.setByte(1, number(TRANSFER_FUNCTIONS, space.transferFunction()));
        out.setByte(2, number(YCBCR_ENCODINGS, space.ycbcrEncoding()));
        out.setByte(3, number(RANGES, space.range()));
    }

    private static <T> byte number(List<T> values, T value) {
        return (byte) (values.indexOf(value) + 1);
    }

    /** {@return the colour space, null if the camera does not tell} */
    static @Nullable ColorSpace colorSpace(Pointer in) {
        return in.getByte(0) == 0
                ? null
                : new ColorSpace(
                        PRIMARIES.get(in.getByte(0) - 1),
                        TRANSFER_FUNCTIONS.get(in.getByte(1) - 1),
                        YCBCR_ENCODINGS.get(in.getByte(2) - 1),
                        RANGES.get(in.getByte(3) - 1));
    }

    static void write(SensorConfiguration sensor, Pointer out) {
        out.setInt(0, sensor.bitDepth());
        writeInts(
                out,
                Abi.SENSOR_OUTPUT_WIDTH,
                sensor.outputSize().width(),
                sensor.outputSize().height());
        Rectangle crop = sensor.analogCrop();
        if (crop != null) {
            writeInts(out, Abi.SENSOR_CROP, crop.x(), crop.y(), crop.width(), crop.height());
        }
        writeInts(
                out, Abi.SENSOR_BINNING, sensor.binning().x(), sensor.binning().y());
        Skipping skipping = sensor.skipping();
        writeInts(out, Abi.SENSOR_SKIPPING, skipping.xOdd(), skipping.xEven(), skipping.yOdd(), skipping.yEven());
    }

    private static void writeInts(Pointer out, int offset, int... numbers) {
        out.write(offset, numbers, 0, numbers.length);
    }

    /** {@return how the sensor is read out, null if the camera decides} */
    static @Nullable SensorConfiguration sensor(Pointer in) {
        if (in.getInt(0) == 0) {
            return null;
        }
        int[] output = in.getIntArray(Abi.SENSOR_OUTPUT_WIDTH, 2);
        int[] crop = in.getIntArray(Abi.SENSOR_CROP, 4);
        int[] binning = in.getIntArray(Abi.SENSOR_BINNING, 2);
        int[] skipping = in.getIntArray(Abi.SENSOR_SKIPPING, 4);
        return new SensorConfiguration(
                in.getInt(0),
                new Size(output[0], output[1]),
                crop[2] == 0 ? null : new Rectangle(crop[0], crop[1], crop[2], crop[3]),
                new Binning(binning[0], binning[1]),
                new Skipping(skipping[0], skipping[1], skipping[2], skipping[3]));
    }
}
