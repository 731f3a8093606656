package io.github.reactorlibcamera.springboot.mjpeg;

import java.util.Collection;
import java.util.stream.Collectors;

/** Encoding yet another size or quality would cost too much. */
class TooManyRenditionsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyRenditionsException(Collection<Rendition> active) {
        super("this camera is already encoded in " + active.size() + " ways; join one of them: "
                + active.stream()
                        .map(rendition -> "width=" + rendition.width() + "&quality=" + rendition.quality())
                        .collect(Collectors.joining(", ")));
    }
}
