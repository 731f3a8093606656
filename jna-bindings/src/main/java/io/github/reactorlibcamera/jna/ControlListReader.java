package io.github.reactorlibcamera.jna;

import com.sun.jna.Memory;
import io.github.reactorlibcamera.ControlList;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reads lists of {@code rlc_control_entry}. Thread-safe. */
final class ControlListReader {
    private static final int TYPE_BOOL = 1;
    private static final int TYPE_BYTE = 2;
    private static final int TYPE_INT32 = 3;
    private static final int TYPE_INT64 = 4;
    private static final int TYPE_FLOAT = 5;
    private static final int TYPE_STRING = 6;
    private static final int TYPE_RECTANGLE = 7;
    private static final int TYPE_SIZE = 8;
    private static final int TYPE_POINT = 9;
    private static final int TYPE_UINT16 = 10;
    private static final int TYPE_UINT32 = 11;

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
                            in.getShort(at + Abi.CONTROL_TYPE),
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

    private static Object value(ByteBuffer in, int type, boolean array, int count) {
        if (type == TYPE_STRING) {
            return StandardCharsets.UTF_8.decode(in).toString();
        }
        List<Object> elements = new ArrayList<>();
        int size = elementSize(type);
        while (elements.size() < count && in.remaining() >= size) {
            elements.add(element(in, type));
        }
        return array || elements.size() != 1 ? List.copyOf(elements) : elements.get(0);
    }

    private static int elementSize(int type) {
        return switch (type) {
            case TYPE_UINT16 -> Short.BYTES;
            case TYPE_INT32, TYPE_UINT32, TYPE_FLOAT -> Integer.BYTES;
            case TYPE_INT64, TYPE_SIZE, TYPE_POINT -> Long.BYTES;
            case TYPE_RECTANGLE -> 2 * Long.BYTES;
            default -> 1;
        };
    }

    private static Object element(ByteBuffer in, int type) {
        return switch (type) {
            case TYPE_BOOL -> in.get() != 0;
            case TYPE_BYTE -> in.get();
            case TYPE_UINT16 -> Short.toUnsignedInt(in.getShort());
            case TYPE_INT32 -> in.getInt();
            case TYPE_UINT32 -> Integer.toUnsignedLong(in.getInt());
            case TYPE_INT64 -> in.getLong();
            case TYPE_FLOAT -> in.getFloat();
            case TYPE_SIZE -> List.of(in.getInt(), in.getInt());
            case TYPE_POINT -> List.of(in.getInt(), in.getInt());
            case TYPE_RECTANGLE -> List.of(in.getInt(), in.getInt(), in.getInt(), in.getInt());
            default -> in.get();
        };
    }
}
