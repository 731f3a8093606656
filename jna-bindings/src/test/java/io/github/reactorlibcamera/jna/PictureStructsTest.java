package io.github.reactorlibcamera.jna;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
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
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PictureStructsTest {
    private final Memory memory = new Memory(Abi.CONFIGURATION_SIZE - Abi.CONFIGURATION_SENSOR);

    @Test
    void everyColorSpaceHasNumbersOfItsOwn() {
        Set<Integer> numbers = new HashSet<>();
        for (Primaries primaries : Primaries.values()) {
            for (TransferFunction transferFunction : TransferFunction.values()) {
                for (YcbcrEncoding encoding : YcbcrEncoding.values()) {
                    for (Range range : Range.values()) {
                        ColorSpace space = new ColorSpace(primaries, transferFunction, encoding, range);
                        memory.clear();
                        PictureStructs.write(space, memory);
                        assertThat(PictureStructs.colorSpace(memory)).isEqualTo(space);
                        assertThat(numbers.add(memory.getInt(0))).isTrue();
                    }
                }
            }
        }
        memory.clear();
        assertThat(PictureStructs.colorSpace(memory)).isNull();
    }

    @Test
    void theNumbersAreThoseOfTheHeader() {
        PictureStructs.write(ColorSpace.REC2020, memory);
        assertThat(memory.getByteArray(0, 4)).containsExactly(4, 3, 4, 2);
        PictureStructs.write(ColorSpace.RAW, memory);
        assertThat(memory.getByteArray(0, 4)).containsExactly(1, 1, 1, 1);
    }

    @Test
    void aSensorConfigurationIsReadAsItWasWritten() {
        SensorConfiguration all = new SensorConfiguration(
                12,
                new Size(2028, 1520),
                new Rectangle(-8, 16, 4056, 3040),
                new Binning(2, 3),
                new Skipping(4, 5, 6, 7));
        memory.clear();
        PictureStructs.write(all, memory);
        assertThat(PictureStructs.sensor(memory)).isEqualTo(all);
        assertThat(memory.getIntArray(0, 14)).containsExactly(12, 2028, 1520, -8, 16, 4056, 3040, 2, 3, 4, 5, 6, 7, 0);
        memory.clear();
        assertThat(PictureStructs.sensor(memory)).isNull();
        SensorConfiguration few = new SensorConfiguration(10, new Size(640, 480));
        PictureStructs.write(few, memory);
        assertThat(PictureStructs.sensor(memory)).isEqualTo(few);
    }
}
