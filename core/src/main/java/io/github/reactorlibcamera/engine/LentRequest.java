package io.github.reactorlibcamera.engine;

import io.github.reactorlibcamera.CompletedRequest;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.StreamConfiguration;
import io.github.reactorlibcamera.StreamRole;
import java.util.List;
import java.util.NoSuchElementException;

/** A lent slot as a whole. */
final class LentRequest implements CompletedRequest {
    private final List<StreamConfiguration> streams;
    private final List<Frame> frames;

    private LentRequest(List<StreamConfiguration> streams, List<Frame> frames) {
        this.streams = streams;
        this.frames = frames;
    }

    /** {@return a request of this frame, which is of the first stream, and of handles on the other streams' frames} */
    static LentRequest of(LentFrame first) {
        List<StreamConfiguration> streams = first.streams();
        if (streams.size() == 1) {
            return new LentRequest(streams, List.of(first));
        }
        Frame[] frames = new Frame[streams.size()];
        frames[0] = first;
        int open = 1;
        try {
            while (open < frames.length) {
                frames[open] = first.ofStream(open);
                open++;
            }
            return new LentRequest(streams, List.of(frames));
        } catch (Throwable e) { // no memory, or no mapping in paranoid mode
            for (int i = 0; i < open; i++) {
                frames[i].close();
            }
            throw e;
        }
    }

    @Override
    public List<Frame> frames() {
        return frames;
    }

    @Override
    public Frame frame(StreamRole role) {
        for (int i = 0; i < frames.size(); i++) {
            if (streams.get(i).role() == role) {
                return frames.get(i);
            }
        }
        throw new NoSuchElementException("there is no " + role + " stream; there are "
                + streams.stream().map(StreamConfiguration::role).toList());
    }

    /** Any frame that is open can tell. */
    @Override
    public ControlList metadata() {
        for (Frame frame : frames) {
            if (!frame.isClosed()) {
                return frame.metadata();
            }
        }
        return frame().metadata();
    }

    @Override
    public String toString() {
        return "CompletedRequest" + frames;
    }
}
