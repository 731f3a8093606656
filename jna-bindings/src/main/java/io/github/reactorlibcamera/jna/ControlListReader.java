package io.github.reactorlibcamera.jna;

import io.github.reactorlibcamera.ControlList;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads lists of {@code rlc_control_entry}. Immutable. */
final class ControlListReader {
    private final Map<Integer, String> names;

    /** @param names of the controls, by number */
    ControlListReader(Map<Integer, String> names) {
        this.names = names;
    }

    /** Reads to the end of the buffer, or to the first entry that does not fit into it. */
    ControlList read(ByteBuffer entries) {
        ByteBuffer in = entries.order(ByteOrder.nativeOrder());
        Map<String, Object> values = new LinkedHashMap<>();
        int at = 0;
        while (at + Abi.CONTROL_ENTRY_SIZE <= in.limit()) {
            int size = in.getInt(at + Abi.CONTROL_VALUE_SIZE);
            int value = at + Abi.CONTROL_ENTRY_SIZE;
            if (size < 0 || size > in.limit() - value) {
                break;
            }
            values.put(
                    name(in.getInt(at)),
                    value(
                            in.slice(value, size).order(ByteOrder.nativeOrder()),
                            ControlFormat.of(in.getShort(at + Abi.CONTROL_TYPE)),
                            in.getShort(at + Abi.CONTROL_IS_ARRAY) != 0,
                            in.getInt(at + Abi.CONTROL_COUNT)));
            at = value + ((size + 7) & ~7);
        }
        return ControlList.of(values);
    }

    private String name(int control) {
        String known = names.get(control);
        return known != null ? known : "control " + Integer.toUnsignedString(control);
    }

    private static Object value(ByteBuffer in, ControlFormat format, boolean array, int count) {
        if (format == ControlFormat.STRING) {
            return format.read(in);
        }
        List<Object> elements = new ArrayList<>();
        while (elements.size() < count && in.remaining() >= format.elementSize) {
            elements.add(format.read(in));
        }
        return array || elements.size() != 1 ? List.copyOf(elements) : elements.get(0);
    }
}
