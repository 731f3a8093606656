package io.github.reactorlibcamera.jna;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.github.reactorlibcamera.ControlList;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Writes settings as a list of {@code rlc_control_entry}. Thread-safe, but for {@link #write}. */
final class ControlListWriter {
    private static final ControlList NOTHING = ControlList.of("", "");

    private final long camera;
    private final Map<String, Control> controls = new ConcurrentHashMap<>();

    /** What was written last, and its size. Thread-bound to who queues. */
    private final Memory memory = new Memory(Abi.CONTROLS_SIZE);

    private final ByteBuffer out = memory.getByteBuffer(0, memory.size()).order(ByteOrder.nativeOrder());
    private ControlList written = NOTHING;

    /** A control of this camera; the limits are those of a number, NaN where there is none. */
    private record Control(
            String name, int number, ControlType type, boolean isArray, int count, double minimum, double maximum) {
        String wanted() {
            String limits = (Double.isNaN(minimum) ? "" : ", at least " + text(minimum))
                    + (Double.isNaN(maximum) ? "" : ", at most " + text(maximum));
            String one = type.wanted + limits;
            return !isArray ? one : "a List of " + (count == 0 ? "" : count + " elements, each ") + one;
        }

        private static String text(double number) {
            return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
        }
    }

    ControlListWriter(long camera) {
        this.camera = camera;
    }

    /** Refuses what {@link #write} would refuse. */
    void check(ControlList settings) {
        if (!settings.isEmpty()) {
            write(settings, ByteBuffer.allocate(Abi.CONTROLS_SIZE).order(ByteOrder.nativeOrder()));
        }
    }

    /** {@return the list's size in {@link #address()}} */
    @SuppressWarnings("ReferenceEquality") // cheaper, and an equal list is just written once more
    long write(ControlList settings) {
        if (settings != written) {
            written = NOTHING;
            write(settings, out.clear());
            written = settings;
        }
        return out.position();
    }

    long address() {
        return Pointer.nativeValue(memory);
    }

    private void write(ControlList settings, ByteBuffer to) {
        try {
            settings.asMap().forEach((name, value) -> writeEntry(to, control(name), value));
        } catch (BufferOverflowException e) {
            throw new IllegalArgumentException(
                    "the settings of one request are at most " + Abi.CONTROLS_SIZE + " bytes", e);
        }
    }

    private void writeEntry(ByteBuffer to, Control control, Object value) {
        List<?> elements = control.isArray() ? elements(control, value) : List.of(value);
        to.putInt(control.number());
        to.putShort((short) control.type().number());
        to.putShort((short) (control.isArray() ? 1 : 0));
        to.putInt(elements.size());
        int size = to.position();
        to.putInt(0);
        for (Object element : elements) {
            writeElement(to, control, element);
        }
        to.putInt(size, to.position() - size - Integer.BYTES);
        to.position((to.position() + 7) & ~7);
    }

    private static List<?> elements(Control control, Object value) {
        if (value instanceof List<?> list && (control.count() == 0 || list.size() == control.count())) {
            return list;
        }
        throw wrong(control, value);
    }

    private static void writeElement(ByteBuffer to, Control control, Object element) {
        try {
            control.type().write(to, element);
        } catch (ClassCastException | ArithmeticException e) {
            throw wrong(control, element);
        }
        if (element instanceof Number number
                && (number.doubleValue() < control.minimum() || number.doubleValue() > control.maximum())) {
            throw wrong(control, element);
        }
    }

    private static IllegalArgumentException wrong(Control control, Object value) {
        return new IllegalArgumentException(control.name() + " is " + control.wanted() + ", not " + value
                + (value instanceof Number || value instanceof List
                        ? ""
                        : " (" + value.getClass().getSimpleName() + ")"));
    }

    private Control control(String name) {
        Control known = controls.get(name);
        if (known == null) {
            known = find(name);
            controls.put(name, known);
        }
        return known;
    }

    private Control find(String name) {
        try (Memory info = new Memory(Abi.CONTROL_INFO_SIZE);
                Memory text = CString.of(name)) {
            info.clear();
            info.setInt(0, Abi.CONTROL_INFO_SIZE);
            int result = Shim.rlc_control_find(camera, text, info);
            if (result < 0) {
                throw new IllegalArgumentException(ShimErrors.lastMessage());
            }
            ControlType type = ControlType.of(info.getInt(Abi.CONTROL_INFO_TYPE));
            int flags = info.getInt(Abi.CONTROL_INFO_FLAGS);
            return new Control(
                    info.getString(Abi.CONTROL_INFO_NAME, "UTF-8"),
                    info.getInt(Abi.CONTROL_INFO_CONTROL),
                    type,
                    info.getInt(Abi.CONTROL_INFO_IS_ARRAY) != 0,
                    info.getInt(Abi.CONTROL_INFO_COUNT),
                    limit(info, type, Abi.CONTROL_INFO_MINIMUM, (flags & Abi.CONTROL_HAS_MINIMUM) != 0),
                    limit(info, type, Abi.CONTROL_INFO_MAXIMUM, (flags & Abi.CONTROL_HAS_MAXIMUM) != 0));
        }
    }

    private static double limit(Memory info, ControlType type, int offset, boolean known) {
        if (!known || type == ControlType.STRING) {
            return Double.NaN;
        }
        ByteBuffer in = info.getByteBuffer(offset, Abi.CONTROL_ELEMENT_SIZE).order(ByteOrder.nativeOrder());
        return type.read(in) instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
