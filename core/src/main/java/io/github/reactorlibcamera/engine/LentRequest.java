package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.CompletedRequest;
import io.github.reactorlibcamera.Frame;
import java.util.List;

/** A lent slot as a whole. */
final class LentRequest implements CompletedRequest {
    private final List<Frame> frames;

    LentRequest(Frame frame) {
        this.frames = List.of(frame);
    }

    @Override
    public List<Frame> frames() {
        return frames;
    }

    @Override
    public String toString() {
        return "CompletedRequest" + frames;
    }
}
