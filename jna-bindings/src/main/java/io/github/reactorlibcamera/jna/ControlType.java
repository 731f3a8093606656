package io.github.reactorlibcamera.jna;

import io.github.reactorlibcamera.Size;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code enum rlc_control_type}: what a control's value is, and how an element of it lies in a list. */
enum ControlType {
    BOOL(1, "a Boolean") {
        @Override
        Object read(ByteBuffer in) {
            return in.get() != 0;
        }

        @Override
        void write(ByteBuffer out, Object value) {
            out.put((byte) ((Boolean) value ? 1 : 0));
        }
    },
    BYTE(1, "a whole number from 0 to 255") {
        @Override
        Object read(ByteBuffer in) {
            return in.get();
        }

        @Override
        void write(ByteBuffer out, Object value) {
            out.put(value instanceof Byte same ? same : (byte) whole(value, 0, 255));
        }
    },
    INT32(Integer.BYTES, "a whole number of 32 bits") {
        @Override
        Object read(ByteBuffer in) {
            return in.getInt();
        }

        @Override
        void write(ByteBuffer out, Object value) {
            out.putInt((int) whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
    },
    INT64(Long.BYTES, "a whole number") {
        @Override
        Object read(ByteBuffer in) {
            return in.getLong();
        }

        @Override
        void write(ByteBuffer out, Object value) {
            out.putLong(whole(value, Long.MIN_VALUE, Long.MAX_VALUE));
        }
    },
    FLOAT(Float.BYTES, "a number") {
        @Override
        Object read(ByteBuffer in) {
            return in.getFloat();
        }

        @Override
        void write(ByteBuffer out, Object value) {
            out.putFloat(((Number) value).floatValue());
        }
    },
    STRING(1, "a String") {
        @Override
        Object read(ByteBuffer in) {
            return StandardCharsets.UTF_8.decode(in).toString();
        }

        @Override
        void write(ByteBuffer out, Object value) {
            out.put(((String) value).getBytes(StandardCharsets.UTF_8));
        }
    },
    RECTANGLE(4 * Integer.BYTES, "a List of x, y, width and height") {
        @Override
        Object read(ByteBuffer in) {
            return List.of(in.getInt(), in.getInt(), in.getInt(), in.getInt());
        }

        @Override
        void write(ByteBuffer out, Object value) {
            writeAll(out, value, 4);
        }
    },
    SIZE(2 * Integer.BYTES, "a Size, or a List of width and height") {
        @Override
        Object read(ByteBuffer in) {
            return List.of(in.getInt(), in.getInt());
        }

        @Override
        void write(ByteBuffer out, Object value) {
            writeAll(out, value instanceof Size size ? List.of(size.width(), size.height()) : value, 2);
        }
    },
    POINT(2 * Integer.BYTES, "a List of x and y") {
        @Override
        Object read(ByteBuffer in) {
            return List.of(in.getInt(), in.getInt());
        }

        @Override
        void write(ByteBuffer out, Object value) {
            writeAll(out, value, 2);
        }
    },
    UINT16(Short.BYTES, "a whole number from 0 to 65535") {
        @Override
        Object read(ByteBuffer in) {
            return Short.toUnsignedInt(in.getShort());
        }

        @Override
        void write(ByteBuffer out, Object value) {
            out.putShort((short) whole(value, 0, 0xFFFF));
        }
    },
    UINT32(Integer.BYTES, "a whole number from 0 to 4294967295") {
        @Override
        Object read(ByteBuffer in) {
            return Integer.toUnsignedLong(in.getInt());
        }

        @Override
        void write(ByteBuffer out, Object value) {
            out.putInt((int) whole(value, 0, 0xFFFFFFFFL));
        }
    };

    private static final ControlType[] ALL = values();

    /** Bytes of one element; of a string, of one of its bytes. */
    final int elementSize;

    /** What a value of it is, for messages. */
    final String wanted;

    ControlType(int elementSize, String wanted) {
        this.elementSize = elementSize;
        this.wanted = wanted;
    }

    /** {@return the type of this number; bytes for one that is not known} */
    static ControlType of(int number) {
        return number >= 1 && number <= ALL.length ? ALL[number - 1] : BYTE;
    }

    /** {@return its number; the constants are in the order of the header} */
    @SuppressWarnings("EnumOrdinal")
    int number() {
        return ordinal() + 1;
    }

    /** Reads one element, or what there is of a string. */
    abstract Object read(ByteBuffer in);

    /**
     * Writes one element, or a string.
     *
     * @throws ClassCastException if the value is of another type
     * @throws ArithmeticException if it is a number out of range
     */
    abstract void write(ByteBuffer out, Object value);

    private static long whole(Object value, long minimum, long maximum) {
        if (!(value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte)) {
            throw new ClassCastException();
        }
        long number = ((Number) value).longValue();
        if (number < minimum || number > maximum) {
            throw new ArithmeticException();
        }
        return number;
    }

    private static void writeAll(ByteBuffer out, Object value, int count) {
        List<?> numbers = (List<?>) value;
        if (numbers.size() != count) {
            throw new ClassCastException();
        }
        for (Object number : numbers) {
            out.putInt((int) whole(number, Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
    }
}
