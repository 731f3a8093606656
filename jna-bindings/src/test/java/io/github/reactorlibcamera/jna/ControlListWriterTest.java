package io.github.reactorlibcamera.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.jna.Pointer;
import io.github.reactorlibcamera.Control;
import io.github.reactorlibcamera.ControlInfo;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.Point;
import io.github.reactorlibcamera.Rectangle;
import io.github.reactorlibcamera.Size;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists of controls as they lie in memory. */
class ControlListWriterTest {
    private static final String ONE = "libcamera::One";
    private static final String MANY = "libcamera::Many";

    private static ControlTable table(ControlFormat format) {
        Class<?> type = format.type.valueType();
        return new ControlTable(
                "camera",
                new TreeMap<>(Map.of(
                        ONE, new ControlTable.Entry(new ControlInfo(Control.of(ONE, type), format.type), 1, format),
                        MANY,
                                new ControlTable.Entry(
                                        new ControlInfo(Control.ofArray(MANY, type), format.type), 2, format))),
                Map.of(1, ONE, 2, MANY));
    }

    private static ControlList writtenAndRead(ControlTable table, ControlList settings) {
        ControlListWriter writer = new ControlListWriter(table);
        long size = writer.write(settings);
        assertThat(size % 8).isZero();
        return new ControlListReader(table.names()).read(new Pointer(writer.address()).getByteBuffer(0, size));
    }

    private static List<?> values(ControlFormat format) {
        return switch (format) {
            case BOOL -> List.of(true, false, true);
            case BYTE -> List.of((byte) 0, (byte) 127, (byte) -128);
            case INT32 -> List.of(0, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case INT64 -> List.of(0L, Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT -> List.of(0f, -Float.MAX_VALUE, Float.MIN_VALUE);
            case STRING -> List.of("", "text", "tëxt");
            case RECTANGLE -> List.of(new Rectangle(-1, Integer.MIN_VALUE, 0, Integer.MAX_VALUE));
            case SIZE -> List.of(new Size(1, 65_535), new Size(640, 480));
            case POINT -> List.of(new Point(-1, 1), new Point(Integer.MAX_VALUE, Integer.MIN_VALUE));
            case UINT16 -> List.of(0, 32_768, 65_535);
            case UINT32 -> List.of(0L, 1L << 31, 0xFFFFFFFFL);
        };
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsRead(ControlFormat format) {
        ControlTable table = table(format);
        for (Object value : values(format)) {
            ControlList one = ControlList.of(ONE, value);
            assertThat(writtenAndRead(table, one)).isEqualTo(one);
        }
        if (format != ControlFormat.STRING) { // of which there are no arrays
            ControlList all = ControlList.of(MANY, values(format))
                    .with(ONE, values(format).get(0));
            assertThat(writtenAndRead(table, all)).isEqualTo(all);
            ControlList none = ControlList.of(MANY, List.of());
            assertThat(writtenAndRead(table, none)).isEqualTo(none);
        }
    }

    @Test
    void libcamerasOwnNeedNoNamespace() {
        ControlTable table = table(ControlFormat.INT32);
        assertThat(writtenAndRead(table, ControlList.of("One", 5))).isEqualTo(ControlList.of(ONE, 5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table.find("draft::One"))
                .withMessage("libcamera knows no control \"draft::One\"; there are: libcamera::Many, libcamera::One");
    }

    @Test
    void aListThatIsTooLongIsRefused() {
        String text = "x".repeat(Abi.CONTROLS_SIZE - Abi.CONTROL_ENTRY_SIZE);
        ControlTable table = table(ControlFormat.STRING);
        assertThat(writtenAndRead(table, ControlList.of(ONE, text))).isEqualTo(ControlList.of(ONE, text));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ControlListWriter(table).check(ControlList.of(ONE, text + "x")))
                .withMessageContaining("at most 3072 bytes");
    }
}
