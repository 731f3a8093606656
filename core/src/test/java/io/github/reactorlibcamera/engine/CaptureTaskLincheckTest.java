package io.github.reactorlibcamera.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/**
 * Two threads publish work and resume the task while a third plays its worker, in thread switches that Lincheck chooses. Whatever
 * it chooses: once the task rests, all work is seen, and it was never scheduled twice. A model checker rather than luck: it finds
 * what needs several switches at the right places, and shows its trace.
 */
class CaptureTaskLincheckTest {
    private static final int SCHEDULES = 1_000;

    @Test
    void noWorkIsUnseenOnceTheTaskRests() {
        Lincheck.runConcurrentTest(SCHEDULES, () -> new CaptureTaskRace().run());
    }

    @Test
    void findsTheLostWakeUpOfATaskThatLooksBeforeItPauses() {
        assertThatThrownBy(() -> Lincheck.runConcurrentTest(SCHEDULES, () -> new CheckThenPauseRace().run()))
                .hasMessageContaining(TaskRace.LOST);
    }

    @Test
    void findsTheLostWakeUpOfAResumeBeforeThePublication() {
        assertThatThrownBy(() -> Lincheck.runConcurrentTest(SCHEDULES, () -> new ResumeFirstRace().run()))
                .hasMessageContaining(TaskRace.LOST);
    }

    /** The race, on some task. */
    private abstract static class TaskRace extends ThreeThreadRace implements BooleanSupplier {
        static final String LOST = "lost wake-up";

        final RaceWorker worker = new RaceWorker();

        /** Work to do. Raised by anybody, before a resume. */
        final AtomicInteger published = new AtomicInteger();

        /** Work done. Thread-bound to the worker. */
        private int seen;

        abstract void publishAndResume();

        /** The step: it does one piece of work, and says whether there is another. */
        @Override
        public boolean getAsBoolean() {
            if (seen == published.get()) {
                return false;
            }
            seen++;
            return seen != published.get();
        }

        @Override
        final void one() {
            publishAndResume();
        }

        @Override
        final void other() {
            publishAndResume();
        }

        @Override
        final void worker() {
            worker.runAll();
        }

        @Override
        final void check() {
            worker.runAll(); // what was scheduled after the worker had looked
            that(!worker.scheduledTwice(), "scheduled twice: two runs at a time");
            that(seen == published.get(), LOST);
        }
    }

    private static final class CaptureTaskRace extends TaskRace {
        private final CaptureTask task = new CaptureTask(this);

        CaptureTaskRace() {
            task.start(worker);
        }

        @Override
        void publishAndResume() {
            published.incrementAndGet();
            task.resume();
        }
    }

    private static final class CheckThenPauseRace extends TaskRace {
        private final CheckThenPauseTask task = new CheckThenPauseTask(this);

        CheckThenPauseRace() {
            task.start(worker);
        }

        @Override
        void publishAndResume() {
            published.incrementAndGet();
            task.resume();
        }
    }

    private static final class ResumeFirstRace extends TaskRace {
        private final CaptureTask task = new CaptureTask(this);

        ResumeFirstRace() {
            task.start(worker);
        }

        @Override
        void publishAndResume() {
            task.resume();
            published.incrementAndGet();
        }
    }
}
