package io.github.reactorlibcamera;

import java.util.List;
import java.util.Objects;

/**
 * A control or property by its name, and what its value is in Java. {@link Controls} and {@link CameraProperties} have the
 * well-known ones; which of them a camera has, {@link Camera#controls()} tells. Immutable.
 *
 * @param <T> of its values
 */
public final class Control<T> {
    private final String name;
    private final Class<?> elementType;
    private final boolean isArray;

    private Control(String name, Class<?> elementType, boolean isArray) {
        this.name = Objects.requireNonNull(name, "name");
        this.elementType = Objects.requireNonNull(elementType, "type");
        this.isArray = isArray;
    }

    /**
     * Names a control of one value.
     *
     * @param <T> of its values
     * @param name as in {@code "libcamera::ExposureTime"}
     * @param type of its values, see {@link ControlType#valueType()}
     * @return the control
     */
    public static <T> Control<T> of(String name, Class<T> type) {
        return new Control<>(name, type, false);
    }

    /**
     * Names a control whose value is an array.
     *
     * @param <E> of the elements
     * @param name as in {@code "libcamera::ColourGains"}
     * @param type of the elements, see {@link ControlType#valueType()}
     * @return the control
     */
    public static <E> Control<List<E>> ofArray(String name, Class<E> type) {
        return new Control<>(name, type, true);
    }

    /** {@return its name, as in {@code "libcamera::ExposureTime"}} */
    public String name() {
        return name;
    }

    /** {@return true if its value is a list} */
    public boolean isArray() {
        return isArray;
    }

    /** {@return the type of its value, or of each element if it is an array} */
    public Class<?> elementType() {
        return elementType;
    }

    /**
     * Takes a value for this control's.
     *
     * @param value of a control of this name
     * @return the same value
     * @throws IllegalArgumentException if it is of another type
     */
    @SuppressWarnings("unchecked") // the element type is T's, or that of T's elements
    public T cast(Object value) {
        boolean fits = isArray
                ? value instanceof List<?> list && list.stream().allMatch(elementType::isInstance)
                : elementType.isInstance(value);
        if (!fits) {
            throw new IllegalArgumentException(this + ", which " + value + " is not");
        }
        return (T) value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Control<?> control
                && name.equals(control.name)
                && elementType == control.elementType
                && isArray == control.isArray;
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name + " is a " + (isArray ? "List of " : "") + elementType.getSimpleName();
    }
}
