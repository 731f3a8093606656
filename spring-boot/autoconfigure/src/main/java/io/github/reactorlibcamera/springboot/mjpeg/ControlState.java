package io.github.reactorlibcamera.springboot.mjpeg;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.reactorlibcamera.ControlInfo;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An element of {@code {path}/{camera}/controls}.
 *
 * @param name as in {@code "libcamera::ExposureTime"}
 * @param type of its value: bool, byte, int32, int64, float, string, rectangle, size or point
 * @param array true if the value is a list
 * @param size elements of the list, 0 for any number; 1 for what is no list
 * @param min the least value, null if the camera does not tell
 * @param max the greatest value, likewise
 * @param usual what holds if nobody sets it, likewise; "default" in JSON
 * @param values names of the values, where they have names
 * @param current what was set, else what the camera told last, else the default
 */
public record ControlState(
        String name,
        String type,
        boolean array,
        int size,
        @Nullable Object min,
        @Nullable Object max,
        @JsonProperty("default") @Nullable Object usual,
        Map<Integer, String> values,
        @Nullable Object current) {
    static ControlState of(ControlInfo info, @Nullable Object current) {
        return new ControlState(
                info.name(),
                info.type().name().toLowerCase(Locale.ROOT),
                info.isArray(),
                info.size(),
                info.minimum(),
                info.maximum(),
                info.defaultValue(),
                info.enumerators(),
                current);
    }
}
