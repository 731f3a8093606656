package io.github.reactorlibcamera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ControlInfoTest {
    private static ControlInfo one(ControlType type) {
        return new ControlInfo(Control.of("libcamera::It", type.valueType()), type);
    }

    private static ControlInfo limited(ControlType type, Object minimum, Object maximum) {
        return new ControlInfo("libcamera::It", type, false, 1, minimum, maximum, null, Map.of());
    }

    private static void refused(ControlInfo info, Object value, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> info.convert(value))
                .withMessage("libcamera::It is " + sentence);
    }

    @ParameterizedTest
    @EnumSource(ControlType.class)
    void takesEachTypesOwnValuesAsTheyAre(ControlType type) {
        Object value = switch (type) {
            case BOOL -> true;
            case BYTE -> (byte) -1;
            case INT32, UINT16 -> 65_535;
            case INT64, UINT32 -> 4_294_967_295L;
            case FLOAT -> 0.5f;
            case STRING -> "text";
            case RECTANGLE -> new Rectangle(-1, -2, 0, 4);
            case SIZE -> new Size(3, 4);
            case POINT -> new Point(-1, 2);
        };
        assertThat(value).isInstanceOf(type.valueType());
        assertThat(one(type).convert(value)).isEqualTo(value);
        ControlInfo array = new ControlInfo(Control.ofArray("libcamera::It", type.valueType()), type);
        assertThat(array.convert(List.of(value, value))).isEqualTo(List.of(value, value));
        assertThat(array.convert(List.of())).isEqualTo(List.of());
    }

    @ParameterizedTest
    @EnumSource(ControlType.class)
    void refusesWhatIsOfNoSuchType(ControlType type) {
        for (Object wrong : new Object[] {new Object(), List.of("x", "y"), Double.NaN, List.of(1, 2, 3)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> one(type).convert(wrong))
                    .withMessageStartingWith("libcamera::It is a");
        }
        ControlInfo array = new ControlInfo(Control.ofArray("libcamera::It", type.valueType()), type);
        assertThatIllegalArgumentException().isThrownBy(() -> array.convert(1));
        assertThatIllegalArgumentException().isThrownBy(() -> array.convert(Arrays.asList(1, null)));
    }

    @Test
    void turnsNumbersIntoItsOwn() {
        assertThat(one(ControlType.INT32).convert(5L)).isEqualTo(5);
        assertThat(one(ControlType.INT64).convert((short) 5)).isEqualTo(5L);
        assertThat(one(ControlType.FLOAT).convert(1)).isEqualTo(1f);
        assertThat(one(ControlType.FLOAT).convert(0.1)).isEqualTo(0.1f);
        assertThat(one(ControlType.BYTE).convert(255)).isEqualTo((byte) -1);
        assertThat(one(ControlType.UINT32).convert(1)).isEqualTo(1L);
        assertThat(one(ControlType.RECTANGLE).convert(List.of(1, 2, 3, 4))).isEqualTo(new Rectangle(1, 2, 3, 4));
        assertThat(one(ControlType.SIZE).convert(List.of(1, 2))).isEqualTo(new Size(1, 2));
        assertThat(one(ControlType.POINT).convert(List.of(1, -2))).isEqualTo(new Point(1, -2));
    }

    @Test
    void refusesNumbersOutOfItsTypesRange() {
        refused(one(ControlType.BOOL), 1, "a Boolean, not 1");
        refused(one(ControlType.BYTE), 256, "a whole number from 0 to 255, not 256");
        refused(one(ControlType.INT32), 1L << 31, "a whole number of 32 bits, not 2147483648");
        refused(one(ControlType.INT32), 1.0, "a whole number of 32 bits, not 1.0");
        refused(one(ControlType.UINT16), -1, "a whole number from 0 to 65535, not -1");
        refused(one(ControlType.UINT32), 1L << 32, "a whole number from 0 to 4294967295, not 4294967296");
        refused(one(ControlType.FLOAT), Double.POSITIVE_INFINITY, "a number, not Infinity");
        refused(one(ControlType.STRING), true, "a String, not true (Boolean)");
        refused(one(ControlType.POINT), List.of(1), "a Point, or a List of x and y, not [1]");
        refused(
                one(ControlType.RECTANGLE),
                List.of(0, 0, -1, 0),
                "a Rectangle, or a List of x, y, width and height, not [0, 0, -1, 0]");
    }

    @Test
    void refusesNumbersBeyondTheCamerasLimits() {
        ControlInfo exposure = limited(ControlType.INT32, 10, 1000);
        assertThat(exposure.convert(10)).isEqualTo(10);
        assertThat(exposure.convert(1000L)).isEqualTo(1000);
        refused(exposure, 9, "a whole number of 32 bits, at least 10, at most 1000, not 9");
        refused(exposure, 1001, "a whole number of 32 bits, at least 10, at most 1000, not 1001");
        ControlInfo gain = limited(ControlType.FLOAT, 0.1f, 16f);
        assertThat(gain.convert(0.1)).isEqualTo(0.1f);
        refused(gain, 0.05, "a number, at least 0.1, at most 16, not 0.05");
        ControlInfo time = limited(ControlType.INT64, Long.MIN_VALUE, Long.MAX_VALUE - 1);
        assertThat(time.convert(Long.MAX_VALUE - 1)).isEqualTo(Long.MAX_VALUE - 1);
        assertThatIllegalArgumentException().isThrownBy(() -> time.convert(Long.MAX_VALUE));
    }

    @Test
    void anArrayHasItsNumberOfElementsEachWithinTheLimits() {
        ControlInfo limits = new ControlInfo("libcamera::It", ControlType.INT64, true, 2, 1000L, 2000L, null, Map.of());
        assertThat(limits.convert(List.of(1000, 2000))).isEqualTo(List.of(1000L, 2000L));
        String wanted = "a List of 2 elements, each a whole number, at least 1000, at most 2000, not ";
        refused(limits, List.of(1000), wanted + "[1000]");
        refused(limits, List.of(1000, 3000), wanted + "3000");
        refused(limits, 1000, wanted + "1000");
    }

    @Test
    void aNumberThatHasNamesIsOneOfThemByNameOrByNumber() {
        ControlInfo mode = new ControlInfo(
                "libcamera::It", ControlType.INT32, false, 1, 0, 2, 0, Map.of(2, "ItContinuous", 0, "ItManual"));
        assertThat(mode.convert("ItContinuous")).isEqualTo(2);
        assertThat(mode.convert(0)).isEqualTo(0);
        refused(mode, "ItAuto", "one of ItManual (0), ItContinuous (2), not ItAuto (String)");
        refused(mode, 1, "one of ItManual (0), ItContinuous (2), not 1");
    }
}
