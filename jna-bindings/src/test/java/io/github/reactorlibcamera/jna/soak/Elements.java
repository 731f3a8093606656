package io.github.reactorlibcamera.jna.soak;

import io.github.reactorlibcamera.CompletedRequest;
import io.github.reactorlibcamera.Frame;
import java.util.List;
import java.util.function.Consumer;

/** Frames and completed requests, as a chain may carry them: alone or in batches. */
final class Elements {
    private Elements() {}

    static boolean isHandle(Object element) {
        return element instanceof Frame || element instanceof CompletedRequest;
    }

    /** {@return the frame, or the request's one} */
    static Frame frame(Object handle) {
        return handle instanceof CompletedRequest request ? request.frame() : (Frame) handle;
    }

    static void close(Object handle) {
        if (handle instanceof CompletedRequest request) {
            request.close();
        } else {
            ((Frame) handle).close();
        }
    }

    /** Calls with each handle in an element; there are none in what a mapper made. */
    static void forEach(Object element, Consumer<Object> action) {
        if (element instanceof List<?> batch) {
            batch.forEach(one -> forEach(one, action));
        } else if (isHandle(element)) {
            action.accept(element);
        }
    }
}
