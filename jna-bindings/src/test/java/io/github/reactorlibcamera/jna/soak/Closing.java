package io.github.reactorlibcamera.jna.soak;

import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.jna.soak.Plan.Hands;
import io.github.reactorlibcamera.jna.soak.Plan.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Closes the handles of one session, each as the plan says, or keeps them until it has ended. Thread-safe. */
final class Closing {
    /** That a closed frame throws costs an exception to see, so it is not looked at each time. */
    private static final int LOOKS = 1000;

    /** How often one of two closes comes from elsewhere: a task each. */
    private static final int ELSEWHERE = 16;

    private static final Release[] PURE = {Release.IN_ON_NEXT, Release.ELSEWHERE, Release.DOUBLED, Release.RETAINED};

    private final Hands hands;
    private final Verdict verdict;
    private final LentFrames frames;
    private final Helpers helpers;

    private final AtomicInteger forgotten = new AtomicInteger();

    /** Guarded by itself. */
    private final List<Object> kept = new ArrayList<>();

    Closing(Hands hands, Verdict verdict, LentFrames frames, Helpers helpers) {
        this.hands = hands;
        this.verdict = verdict;
        this.frames = frames;
        this.helpers = helpers;
    }

    void take(Object handle, SplittableRandom random) {
        if (hands.forgets() && forgotten.compareAndSet(0, 1)) {
            frames.forget(handle);
            return;
        }
        if (hands.kept() > 0 && keep(handle)) {
            return;
        }
        Release release = hands.release();
        if (release == Release.MIXED) {
            release = Plan.pick(random, PURE);
        }
        switch (release) {
            case ELSEWHERE -> helpers.close(frames, handle);
            case DOUBLED -> closeTwice(handle, random);
            case RETAINED -> closeBoth(handle, random);
            default -> frames.close(handle);
        }
        if (release != Release.ELSEWHERE && random.nextInt(LOOKS) == 0) {
            lookAtClosed(Elements.frame(handle));
        }
    }

    /** {@return how many frames were never closed} */
    int forgotten() {
        return forgotten.get();
    }

    private void closeTwice(Object handle, SplittableRandom random) {
        frames.closing(handle);
        if (random.nextInt(ELSEWHERE) == 0) {
            helpers.run(() -> Elements.close(handle));
        }
        Elements.close(handle);
        Elements.close(handle);
    }

    private void closeBoth(Object handle, SplittableRandom random) {
        Frame second = frames.retain(handle);
        if (random.nextBoolean()) {
            helpers.close(frames, second);
            frames.close(handle);
        } else {
            frames.close(handle);
            frames.close(second);
        }
    }

    private void lookAtClosed(Frame frame) {
        if (!frame.isClosed()) {
            verdict.violated("a closed frame says that it is open");
        }
        try {
            long sequence = frame.sequence();
            verdict.violated("a closed frame tells its sequence, " + sequence);
        } catch (IllegalStateException e) {
            // as it should
        }
    }

    private boolean keep(Object handle) {
        synchronized (kept) {
            return kept.size() < hands.kept() && kept.add(handle);
        }
    }

    /** Closes what was kept. {@return how many frames} */
    int closeKept() {
        synchronized (kept) {
            int count = kept.size();
            kept.forEach(frames::close);
            kept.clear();
            return count;
        }
    }

    int kept() {
        synchronized (kept) {
            return kept.size();
        }
    }
}
