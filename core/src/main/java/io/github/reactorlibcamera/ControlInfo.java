package io.github.reactorlibcamera;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A control that requests to a camera can set ({@code libcamera::ControlId} and {@code libcamera::ControlInfo}).
 *
 * @param name as in {@code "libcamera::ExposureTime"}
 * @param type of the value, or of each element of an array
 * @param isArray true if the value is a list
 * @param size elements of the value: 1 for what is no array, 0 for an array of any length
 * @param minimum the least value, of each element of an array; null if the camera does not tell
 * @param maximum the greatest value, likewise
 * @param defaultValue what holds if nobody sets it; of an array, its first element; null if the camera does not tell
 * @param enumerators names of the values, of those controls whose numbers have names; libcamera tells them since 0.4
 */
public record ControlInfo(
        String name,
        ControlType type,
        boolean isArray,
        int size,
        @Nullable Object minimum,
        @Nullable Object maximum,
        @Nullable Object defaultValue,
        Map<Integer, String> enumerators) {
    /** Makes the names immutable. */
    public ControlInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        enumerators = Collections.unmodifiableMap(new TreeMap<>(enumerators));
    }

    /**
     * Tells what a control without limits, default and names takes.
     *
     * @param control whose name and type it has
     * @param type of its values
     */
    public ControlInfo(Control<?> control, ControlType type) {
        this(control.name(), type, control.isArray(), control.isArray() ? 0 : 1, null, null, null, Map.of());
    }

    /**
     * Turns a value into the form that the control has: a number into one of its type, the name of an enumerated value into its
     * number, a list of numbers into a rectangle, size or point.
     *
     * @param value one that a user gave
     * @return a {@link ControlType#valueType()}, or a list of such
     * @throws IllegalArgumentException if the control does not take it, with a sentence that says what it takes
     */
    public Object convert(Object value) {
        if (!isArray) {
            return element(value);
        }
        if (!(value instanceof List<?> list) || (size != 0 && list.size() != size)) {
            throw refusal(value);
        }
        return list.stream().map(this::element).toList();
    }

    private Object element(@Nullable Object value) {
        Object converted;
        try {
            converted = type.convert(value instanceof String named ? number(named) : value);
        } catch (ClassCastException | ArithmeticException | IllegalArgumentException e) {
            throw refusal(value);
        }
        if (converted instanceof Number number
                && (limitAgainst(number, minimum) > 0
                        || limitAgainst(number, maximum) < 0
                        || (!enumerators.isEmpty() && !enumerators.containsKey(number.intValue())))) {
            throw refusal(value);
        }
        return converted;
    }

    /** The number of an enumerated value's name; whatever else it is, as it is. */
    private Object number(String named) {
        for (Map.Entry<Integer, String> enumerator : enumerators.entrySet()) {
            if (enumerator.getValue().equals(named)) {
                return enumerator.getKey();
            }
        }
        return named;
    }

    /** Positive if the limit is above the number, negative if below; 0 also where there is none. */
    private static int limitAgainst(Number number, @Nullable Object limit) {
        if (!(limit instanceof Number other)) {
            return 0;
        }
        return number instanceof Float
                ? Float.compare(other.floatValue(), number.floatValue())
                : Long.compare(other.longValue(), number.longValue());
    }

    private IllegalArgumentException refusal(@Nullable Object value) {
        String kind = value == null || value instanceof Number || value instanceof List
                ? ""
                : " (" + value.getClass().getSimpleName() + ")";
        return new IllegalArgumentException(name + " is " + wanted() + ", not " + value + kind);
    }

    private String wanted() {
        String one = enumerators.isEmpty()
                ? type.wanted() + limit(", at least ", minimum) + limit(", at most ", maximum)
                : "one of "
                        + enumerators.entrySet().stream()
                                .map(each -> each.getValue() + " (" + each.getKey() + ")")
                                .collect(Collectors.joining(", "));
        return !isArray ? one : "a List of " + (size == 0 ? "" : size + " elements, each ") + one;
    }

    private static String limit(String words, @Nullable Object limit) {
        if (!(limit instanceof Number number)) {
            return "";
        }
        double value = number.doubleValue();
        return words
                + (value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString(number.longValue()) : limit);
    }
}
