package io.github.reactorlibcamera.jna;

import io.github.reactorlibcamera.ControlType;
import io.github.reactorlibcamera.Point;
import io.github.reactorlibcamera.Rectangle;
import io.github.reactorlibcamera.Size;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code enum rlc_control_type}: how an element of a control's value lies in a list. */
enum ControlFormat {
    BOOL(1, 1, ControlType.BOOL) {
        @Override
        Object read(ByteBuffer in) {
            return in.get() != 0;
        }

        @Override
        void write(ByteBuffer out, Object value) {
            out.put((byte) ((Boolean) value ? 1 : 0));
        }
    },
    BYTE(2, 1, ControlType.BYTE) {
        @Override
        Object read(ByteBuffer in) {
            return in.get();
        }

        @Override
        void write(ByteBuffer out, Object value) {
            out.put((Byte) value);
        }
    },
    INT32(3, Integer.BYTES, ControlType.INT32) {
        @Override
        Object read(ByteBuffer in) {
            return in.getInt();
        }

        @Override
        void write(ByteBuffer out, Object value) {
            out.putInt((Integer) value);
        }
    },
    INT64(4, Long.BYTES, ControlType.INT64) {
        @Override
        Object read(ByteBuffer in) {
            return in.getLong();
        }

        @Override
        void write(ByteBuffer out, Object value) {
            out.putLong((Long) value);
        }
    },
    FLOAT(5, Float.BYTES, ControlType.FLOAT) {
        @Override
        Object read(ByteBuffer in) {
            return in.getFloat();
        }

        @Override
        void write(ByteBuffer out, Object value) {
            out.putFloat((Float) value);
        }
    },
    STRING(6, 1, ControlType.STRING) {
        @Override
        Object read(ByteBuffer in) {
            return StandardCharsets.UTF_8.decode(in).toString();
        }

        @Override
        void write(ByteBuffer out, Object value) {
            out.put(((String) value).getBytes(StandardCharsets.UTF_8));
        }
    },
    RECTANGLE(7, 4 * Integer.BYTES, ControlType.RECTANGLE) {
        @Override
        Object read(ByteBuffer in) {
            return new Rectangle(in.getInt(), in.getInt(), side(in), side(in));
        }

        @Override
        void write(ByteBuffer out, Object value) {
            Rectangle rectangle = (Rectangle) value;
            out.putInt(rectangle.x()).putInt(rectangle.y());
            out.putInt(rectangle.width()).putInt(rectangle.height());
        }
    },
    SIZE(8, 2 * Integer.BYTES, ControlType.SIZE) {
        @Override
        Object read(ByteBuffer in) {
            int width = side(in);
            int height = side(in);
            boolean fits = Math.min(width, height) > 0 && Math.max(width, height) <= Size.MAXIMUM;
            return fits ? new Size(width, height) : List.of(width, height);
        }

        @Override
        void write(ByteBuffer out, Object value) {
            Size size = (Size) value;
            out.putInt(size.width()).putInt(size.height());
        }
    },
    POINT(9, 2 * Integer.BYTES, ControlType.POINT) {
        @Override
        Object read(ByteBuffer in) {
            return new Point(in.getInt(), in.getInt());
        }

        @Override
        void write(ByteBuffer out, Object value) {
            Point point = (Point) value;
            out.putInt(point.x()).putInt(point.y());
        }
    },
    UINT16(10, Short.BYTES, ControlType.UINT16) {
        @Override
        Object read(ByteBuffer in) {
            return Short.toUnsignedInt(in.getShort());
        }

        @Override
        void write(ByteBuffer out, Object value) {
            out.putShort(((Integer) value).shortValue());
        }
    },
    UINT32(11, Integer.BYTES, ControlType.UINT32) {
        @Override
        Object read(ByteBuffer in) {
            return Integer.toUnsignedLong(in.getInt());
        }

        @Override
        void write(ByteBuffer out, Object value) {
            out.putInt(((Long) value).intValue());
        }
    };

    private static final ControlFormat[] ALL = values();

    /** In the header. */
    final int number;

    /** Bytes of one element; of a string, of one of its bytes. */
    final int elementSize;

    /** What it is in Java. */
    final ControlType type;

    ControlFormat(int number, int elementSize, ControlType type) {
        this.number = number;
        this.elementSize = elementSize;
        this.type = type;
    }

    /** {@return the format of this number; bytes for one that is not known} */
    static ControlFormat of(int number) {
        return number >= 1 && number <= ALL.length ? ALL[number - 1] : BYTE;
    }

    /** Reads one element, or what there is of a string. */
    abstract Object read(ByteBuffer in);

    /** Writes one element, or a string, of the type's class. */
    abstract void write(ByteBuffer out, Object value);

    /** No picture has sides that need the sign bit. */
    private static int side(ByteBuffer in) {
        int side = in.getInt();
        return side < 0 ? Integer.MAX_VALUE : side;
    }
}
