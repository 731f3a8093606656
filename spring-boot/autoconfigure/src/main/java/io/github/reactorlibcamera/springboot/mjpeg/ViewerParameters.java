package io.github.reactorlibcamera.springboot.mjpeg;

import io.github.reactorlibcamera.Size;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * What a viewer asks for.
 *
 * @param rendition to be sent
 * @param fps at most, infinite for all there are
 */
record ViewerParameters(Rendition rendition, double fps) {
    private static final int MINIMUM_WIDTH = 16;
    private static final double MAXIMUM_FPS = 1000;

    /** @throws BadParameterException if one is out of range, given twice or no number */
    static ViewerParameters of(MultiValueMap<String, String> query, Size captured, int defaultQuality) {
        return new ViewerParameters(
                new Rendition(width(query, captured.width()), quality(query, defaultQuality)), fps(query));
    }

    /**
     * {@return what the alias of mjpg-streamer asks for}
     *
     * @throws BadParameterException if it is neither a stream nor a snapshot
     */
    static Action action(MultiValueMap<String, String> query) {
        String possible = "stream or snapshot";
        String text = single(query, "action", possible);
        for (Action action : Action.values()) {
            if (action.name().toLowerCase(Locale.ROOT).equals(text)) {
                return action;
            }
        }
        throw new BadParameterException("action", possible, text == null ? "left out" : "\"" + text + "\"");
    }

    /** What {@code ?action=} may be. */
    enum Action {
        STREAM,
        SNAPSHOT
    }

    private static int width(MultiValueMap<String, String> query, int full) {
        String possible =
                full <= MINIMUM_WIDTH ? String.valueOf(full) : "an even number from " + MINIMUM_WIDTH + " to " + full;
        String text = single(query, "width", possible);
        if (text == null) {
            return full;
        }
        int width = integer("width", possible, text);
        if (width != full && (width < MINIMUM_WIDTH || width > full || width % 2 != 0)) {
            throw new BadParameterException("width", possible, text);
        }
        return width;
    }

    private static int quality(MultiValueMap<String, String> query, int usual) {
        String possible = "a whole number from 1 to 100";
        String text = single(query, "quality", possible);
        int quality = text == null ? usual : integer("quality", possible, text);
        if (quality < 1 || quality > 100) {
            throw new BadParameterException("quality", possible, quality);
        }
        return quality;
    }

    private static double fps(MultiValueMap<String, String> query) {
        String possible = "a number above 0, up to 1000";
        String text = single(query, "fps", possible);
        if (text == null) {
            return Double.POSITIVE_INFINITY;
        }
        // Double.parseDouble takes more than people would call a number, as 0x1p3 and 1d.
        double fps = text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?") ? Double.parseDouble(text) : -1;
        if (fps <= 0 || fps > MAXIMUM_FPS) {
            throw new BadParameterException("fps", possible, "\"" + text + "\"");
        }
        return fps;
    }

    private static @Nullable String single(MultiValueMap<String, String> query, String name, String possible) {
        // A name without "=" has null for its value.
        List<String> values = query.getOrDefault(name, List.of()).stream()
                .map(value -> Objects.requireNonNullElse(value, ""))
                .toList();
        if (values.size() > 1) {
            throw new BadParameterException(name, possible + ", once", values);
        }
        return values.isEmpty() ? null : values.get(0);
    }

    private static int integer(String name, String possible, String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw new BadParameterException(name, possible, "\"" + text + "\"");
        }
        return Integer.parseInt(text);
    }
}
