package io.github.reactorlibcamera.jna;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.github.reactorlibcamera.ControlList;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Writes settings as a list of {@code rlc_control_entry}. Thread-safe, but for {@link #write}. */
final class ControlListWriter {
    private static final ControlList NOTHING = ControlList.of("", "");

    private final ControlTable controls;

    /** What was written last, and its size. Thread-bound to who queues. */
    private final Memory memory = new Memory(Abi.CONTROLS_SIZE);

    private final ByteBuffer out = memory.getByteBuffer(0, memory.size()).order(ByteOrder.nativeOrder());
    private ControlList written = NOTHING;

    ControlListWriter(ControlTable controls) {
        this.controls = controls;
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
            settings.asMap().forEach((name, value) -> writeEntry(to, controls.find(name), value));
        } catch (BufferOverflowException e) {
            throw new IllegalArgumentException(
                    "the settings of one request are at most " + Abi.CONTROLS_SIZE + " bytes", e);
        }
    }

    private static void writeEntry(ByteBuffer to, ControlTable.Entry control, Object value) {
        Object converted = control.info().convert(value);
        List<?> elements = converted instanceof List<?> list ? list : List.of(converted);
        to.putInt(control.number());
        to.putShort((short) control.format().number);
        to.putShort((short) (control.info().isArray() ? 1 : 0));
        to.putInt(elements.size());
        int size = to.position();
        to.putInt(0);
        for (Object element : elements) {
            control.format().write(to, element);
        }
        to.putInt(size, to.position() - size - Integer.BYTES);
        if (to.position() % 8 != 0) {
            to.put(new byte[8 - to.position() % 8]);
        }
    }
}
