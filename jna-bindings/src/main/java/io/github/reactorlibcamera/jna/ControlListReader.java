package io.github.reactorlibcamera.jna;

import com.sun.jna.Memory;
import io.github.reactorlibcamera.ControlList;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reads lists of {@code rlc_control_entry}. Thread-safe. */
final class ControlListReader {
    private final long camera;
    private final Map<Integer, String> names = new ConcurrentHashMap<>();

    ControlListReader(long camera) {
        this.camera = camera;
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
                            ControlType.of(in.getShort(at + Abi.CONTROL_TYPE)),
                            in.getShort(at + Abi.CONTROL_IS_ARRAY) != 0,
                            in.getInt(at + Abi.CONTROL_COUNT)));
            at = value + ((size + 7) & ~7);
        }
        return ControlList.of(values);
    }

    /** The name is kept, as the camera may be asked for it only while its handle is open. */
    private String name(int control) {
        String known = names.get(control);
        if (known != null) {
            return known;
        }
        try (Memory buffer = new Memory(Abi.NAME_SIZE)) {
            if (Shim.rlc_control_name(camera, control, buffer, buffer.size()) < 0) {
                return "control " + Integer.toUnsignedString(control);
            }
            String name = buffer.getString(0, "UTF-8");
            names.put(control, name);
            return name;
        }
    }

    private static Object value(ByteBuffer in, ControlType type, boolean array, int count) {
        if (type == ControlType.STRING) {
            return type.read(in);
        }
        List<Object> elements = new ArrayList<>();
        while (elements.size() < count && in.remaining() >= type.elementSize) {
            elements.add(type.read(in));
        }
        return array || elements.size() != 1 ? List.copyOf(elements) : elements.get(0);
    }
}
