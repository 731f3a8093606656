package io.github.reactorlibcamera;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a control's value is, or each element of it if it is an array ({@code libcamera::ControlType}). */
public enum ControlType {
    /** True or false. */
    BOOL(Boolean.class, "a Boolean") {
        @Override
        Object convert(@Nullable Object value) {
            return (Boolean) notNull(value);
        }
    },
    /** 8 bits without a sign, as a {@link Byte} of the same bits. */
    BYTE(Byte.class, "a whole number from 0 to 255") {
        @Override
        Object convert(@Nullable Object value) {
            return value instanceof Byte same ? same : (byte) whole(value, 0, 0xFF);
        }
    },
    /** 32 bits with a sign. */
    INT32(Integer.class, "a whole number of 32 bits") {
        @Override
        Object convert(@Nullable Object value) {
            return (int) whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
    },
    /** 64 bits with a sign. */
    INT64(Long.class, "a whole number") {
        @Override
        Object convert(@Nullable Object value) {
            return whole(value, Long.MIN_VALUE, Long.MAX_VALUE);
        }
    },
    /** A finite number. */
    FLOAT(Float.class, "a number") {
        @Override
        Object convert(@Nullable Object value) {
            float number = ((Number) notNull(value)).floatValue();
            if (!Float.isFinite(number)) {
                throw new ArithmeticException();
            }
            return number;
        }
    },
    /** Text. */
    STRING(String.class, "a String") {
        @Override
        Object convert(@Nullable Object value) {
            return (String) notNull(value);
        }
    },
    /** A rectangle; a list of x, y, width and height will do. */
    RECTANGLE(Rectangle.class, "a Rectangle, or a List of x, y, width and height") {
        @Override
        Object convert(@Nullable Object value) {
            if (value instanceof Rectangle same) {
                return same;
            }
            int[] numbers = numbers(value, 4);
            return new Rectangle(numbers[0], numbers[1], numbers[2], numbers[3]);
        }
    },
    /** A size; a list of width and height will do. */
    SIZE(Size.class, "a Size, or a List of width and height") {
        @Override
        Object convert(@Nullable Object value) {
            if (value instanceof Size same) {
                return same;
            }
            int[] numbers = numbers(value, 2);
            return new Size(numbers[0], numbers[1]);
        }
    },
    /** A point; a list of x and y will do. */
    POINT(Point.class, "a Point, or a List of x and y") {
        @Override
        Object convert(@Nullable Object value) {
            if (value instanceof Point same) {
                return same;
            }
            int[] numbers = numbers(value, 2);
            return new Point(numbers[0], numbers[1]);
        }
    },
    /** 16 bits without a sign. */
    UINT16(Integer.class, "a whole number from 0 to 65535") {
        @Override
        Object convert(@Nullable Object value) {
            return (int) whole(value, 0, 0xFFFF);
        }
    },
    /** 32 bits without a sign. */
    UINT32(Long.class, "a whole number from 0 to 4294967295") {
        @Override
        Object convert(@Nullable Object value) {
            return whole(value, 0, 0xFFFFFFFFL);
        }
    };

    private final Class<?> valueType;
    private final String wanted;

    ControlType(Class<?> valueType, String wanted) {
        this.valueType = valueType;
        this.wanted = wanted;
    }

    /** {@return what a value, or an element of an array, is in Java} */
    public Class<?> valueType() {
        return valueType;
    }

    /** {@return the same in words, for messages} */
    String wanted() {
        return wanted;
    }

    /**
     * Turns a value, or an element, into a {@link #valueType()}.
     *
     * @throws ClassCastException if it is of another type
     * @throws ArithmeticException if it is a number out of range
     * @throws IllegalArgumentException if it is no size or rectangle
     */
    abstract Object convert(@Nullable Object value);

    private static Object notNull(@Nullable Object value) {
        if (value == null) {
            throw new ClassCastException();
        }
        return value;
    }

    private static long whole(@Nullable Object value, long minimum, long maximum) {
        if (!(value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte)) {
            throw new ClassCastException();
        }
        long number = ((Number) value).longValue();
        if (number < minimum || number > maximum) {
            throw new ArithmeticException();
        }
        return number;
    }

    private static int[] numbers(@Nullable Object value, int count) {
        if (!(value instanceof List<?> list) || list.size() != count) {
            throw new ClassCastException();
        }
        return list.stream()
                .mapToInt(number -> (int) whole(number, Integer.MIN_VALUE, Integer.MAX_VALUE))
                .toArray();
    }
}
