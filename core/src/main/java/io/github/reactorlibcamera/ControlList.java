package io.github.reactorlibcamera;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Values of controls by name: settings of a request, or the metadata of a completed one ({@code libcamera::ControlList}). Immutable.
 *
 * <p>A value is a {@link Boolean}, {@link Byte}, {@link Integer}, {@link Long}, {@link Float} or {@link String}; sizes,
 * points, rectangles and arrays are a {@link java.util.List} of numbers.
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
