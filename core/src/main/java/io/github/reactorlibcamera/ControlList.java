package io.github.reactorlibcamera;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Values of controls by name: settings of a request, or the metadata of a completed one ({@code libcamera::ControlList}).
 * Immutable.
 *
 * <p>A value is what its {@link ControlType#valueType()} says, as {@link Integer} or {@link Rectangle}; an array is a
 * {@link java.util.List} of such. A setting may also be any number that fits, the name of an enumerated value, and for a
 * rectangle, size or point a list of its numbers. The well-known names are in {@link Controls} and {@link CameraProperties},
 * with their types.
 */
public final class ControlList {
    /** No control at all. */
    public static final ControlList EMPTY = new ControlList(Map.of());

    private final Map<String, Object> values;

    private ControlList(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * Makes a list.
     *
     * @param values by name, as in {@code "libcamera::ExposureTime"}; copied
     * @return the list
     */
    public static ControlList of(Map<String, ?> values) {
        return values.isEmpty() ? EMPTY : new ControlList(Collections.unmodifiableMap(new LinkedHashMap<>(values)));
    }

    /**
     * Makes a list of one control.
     *
     * @param name as in {@code "libcamera::ExposureTime"}
     * @param value of a type as above
     * @return the list
     */
    public static ControlList of(String name, Object value) {
        return of(Map.of(name, value));
    }

    /**
     * Makes a list of one control.
     *
     * @param <T> of the value
     * @param control as {@link Controls#EXPOSURE_TIME}
     * @param value to be set
     * @return the list
     */
    public static <T> ControlList of(Control<T> control, T value) {
        return of(control.name(), value);
    }

    /**
     * Adds a control, or changes its value.
     *
     * @param <T> of the value
     * @param control as {@link Controls#EXPOSURE_TIME}
     * @param value to be set
     * @return a changed copy
     */
    public <T> ControlList with(Control<T> control, T value) {
        return with(control.name(), value);
    }

    /**
     * Adds a control, or changes its value.
     *
     * @param name as in {@code "libcamera::ExposureTime"}
     * @param value of a type as above
     * @return a changed copy
     */
    public ControlList with(String name, Object value) {
        return with(of(name, value));
    }

    /**
     * Adds controls, or changes their values.
     *
     * @param others whose values win
     * @return a changed copy
     */
    public ControlList with(ControlList others) {
        if (isEmpty() || others.isEmpty()) {
            return isEmpty() ? others : this;
        }
        Map<String, Object> merged = new LinkedHashMap<>(values);
        merged.putAll(others.values);
        return new ControlList(Collections.unmodifiableMap(merged));
    }

    /** {@return true if there is none} */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** {@return the names there are} */
    public Set<String> names() {
        return values.keySet();
    }

    /**
     * Looks a value up.
     *
     * @param <T> the type expected
     * @param name as in {@code "libcamera::ExposureTime"}
     * @param type of the value
     * @return the value, empty if it is not in the list
     * @throws IllegalArgumentException if the value has another type
     */
    public <T> Optional<T> get(String name, Class<T> type) {
        Object value = values.get(name);
        if (value != null && !type.isInstance(value)) {
            throw new IllegalArgumentException(
                    name + " is a " + value.getClass().getSimpleName() + ", not a " + type.getSimpleName());
        }
        return Optional.ofNullable(type.cast(value));
    }

    /**
     * Looks a value up.
     *
     * @param <T> of the value
     * @param control as {@link Controls#EXPOSURE_TIME}
     * @return the value, empty if it is not in the list
     * @throws IllegalArgumentException if the value has another type
     */
    public <T> Optional<T> get(Control<T> control) {
        return Optional.ofNullable(values.get(control.name())).map(control::cast);
    }

    /** {@return the values by name, unmodifiable} */
    public Map<String, Object> asMap() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ControlList list && values.equals(list.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
