package io.github.reactorlibcamera.jna;

import com.sun.jna.Pointer;
import io.github.reactorlibcamera.ControlInfo;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The controls of a camera, read at once, so that nobody has to ask the camera later, when it may be busy or gone. Immutable.
 *
 * @param cameraId whose they are
 * @param entries those that requests can set, by name
 * @param names of all controls that libcamera knows, which metadata may have, by number
 */
record ControlTable(String cameraId, Map<String, Entry> entries, Map<Integer, String> names) {
    private static final int NAMES_OF_CONTROLS = 0;
    private static final int NAMES_OF_PROPERTIES = 1;
    private static final int CAPACITY = 256;

    /** A control, its number in this process, and how its value lies in a list. */
    record Entry(ControlInfo info, int number, ControlFormat format) {}

    /** Asks an open camera. */
    static ControlTable of(long camera, String cameraId) {
        Map<Integer, Map<Integer, String>> enumerators = new HashMap<>();
        StructList.read(
                Abi.ENUMERATOR_SIZE,
                CAPACITY,
                (structs, capacity, count) -> Shim.rlc_camera_enumerators(camera, structs, capacity, count),
                struct -> enumerators
                        .computeIfAbsent(struct.getInt(Abi.ENUMERATOR_CONTROL), control -> new TreeMap<>())
                        .put(struct.getInt(Abi.ENUMERATOR_VALUE), struct.getString(Abi.ENUMERATOR_NAME, "UTF-8")),
                cameraId);
        Map<String, Entry> entries = new TreeMap<>();
        StructList.read(
                        Abi.CONTROL_INFO_SIZE,
                        CAPACITY,
                        (structs, capacity, count) -> Shim.rlc_camera_controls(camera, structs, capacity, count),
                        struct -> entry(struct, enumerators),
                        cameraId)
                .forEach(entry -> entries.put(entry.info().name(), entry));
        return new ControlTable(cameraId, entries, names(camera, NAMES_OF_CONTROLS, cameraId));
    }

    /** {@return the names of all properties, by number} */
    static Map<Integer, String> propertyNames(long camera, String cameraId) {
        return names(camera, NAMES_OF_PROPERTIES, cameraId);
    }

    private static Map<Integer, String> names(long camera, int kind, String cameraId) {
        Map<Integer, String> names = new HashMap<>();
        StructList.read(
                Abi.NAMED_CONTROL_SIZE,
                CAPACITY,
                (structs, capacity, count) -> Shim.rlc_camera_control_names(camera, kind, structs, capacity, count),
                struct -> names.put(
                        struct.getInt(Abi.NAMED_CONTROL_NUMBER), struct.getString(Abi.NAMED_CONTROL_NAME, "UTF-8")),
                cameraId);
        return names;
    }

    private static Entry entry(Pointer info, Map<Integer, Map<Integer, String>> enumerators) {
        ControlFormat format = ControlFormat.of(info.getInt(Abi.CONTROL_INFO_TYPE));
        int number = info.getInt(Abi.CONTROL_INFO_CONTROL);
        int flags = info.getInt(Abi.CONTROL_INFO_FLAGS);
        return new Entry(
                new ControlInfo(
                        info.getString(Abi.CONTROL_INFO_NAME, "UTF-8"),
                        format.type,
                        info.getInt(Abi.CONTROL_INFO_IS_ARRAY) != 0,
                        info.getInt(Abi.CONTROL_INFO_COUNT),
                        value(info, format, Abi.CONTROL_INFO_MINIMUM, flags & Abi.CONTROL_HAS_MINIMUM),
                        value(info, format, Abi.CONTROL_INFO_MAXIMUM, flags & Abi.CONTROL_HAS_MAXIMUM),
                        value(info, format, Abi.CONTROL_INFO_DEFAULT, flags & Abi.CONTROL_HAS_DEFAULT),
                        enumerators.getOrDefault(number, Map.of())),
                number,
                format);
    }

    private static @Nullable Object value(Pointer info, ControlFormat format, int offset, int known) {
        return known == 0 || format == ControlFormat.STRING
                ? null
                : format.read(
                        info.getByteBuffer(offset, Abi.CONTROL_ELEMENT_SIZE).order(ByteOrder.nativeOrder()));
    }

    List<ControlInfo> infos() {
        return entries.values().stream().map(Entry::info).toList();
    }

    /** {@return the control of this name, for which libcamera's own need not be named with their namespace} */
    Entry find(String name) {
        String full = name.contains("::") ? name : "libcamera::" + name;
        Entry entry = entries.get(full);
        if (entry == null) {
            throw new IllegalArgumentException((names.containsValue(full)
                            ? "camera " + cameraId + " does not support setting the control " + full
                            : "libcamera knows no control \"" + full + "\"")
                    + (entries.isEmpty() ? "; there is none to be set" : "; there are: ")
                    + String.join(", ", entries.keySet()));
        }
        return entry;
    }
}
