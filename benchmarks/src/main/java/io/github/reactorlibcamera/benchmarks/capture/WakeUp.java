package io.github.reactorlibcamera.benchmarks.capture;

import io.github.reactorlibcamera.CaptureSpec;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The ways from the camera's thread to {@code onNext}. */
enum WakeUp {
    /** The session's worker sleeps in native code. */
    OWN("own"),
    /** A waiting thread hands over to a scheduler of one thread. */
    SINGLE("Schedulers.newSingle"),
    /** The same, of several. */
    PARALLEL("Schedulers.newParallel");

    final String text;

    WakeUp(String text) {
        this.text = text;
    }

    /** {@return a new scheduler, to be disposed; null where none is needed} */
    @Nullable
    Scheduler scheduler() {
        return switch (this) {
            case OWN -> null;
            case SINGLE -> Schedulers.newSingle("bench", true);
            case PARALLEL ->
                Schedulers.newParallel("bench", Runtime.getRuntime().availableProcessors(), true);
        };
    }

    static CaptureSpec applyTo(CaptureSpec spec, @Nullable Scheduler scheduler) {
        return scheduler == null ? spec : spec.scheduler(scheduler);
    }
}
