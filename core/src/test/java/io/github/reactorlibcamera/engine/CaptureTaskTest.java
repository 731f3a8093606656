package io.github.reactorlibcamera.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

class CaptureTaskTest {
    private final HandWorker worker = new HandWorker();
    private int steps;
    private int more;
    private Runnable duringStep = () -> {};
    private final CaptureTask task = new CaptureTask(() -> {
        steps++;
        duringStep.run();
        return more-- > 0;
    });

    @Test
    void isHeldUntilItIsStarted() {
        task.resume();
        task.resume();
        assertThat(worker.scheduled).isEmpty();
        task.start(worker);
        worker.runAll();
        assertThat(steps).isEqualTo(1);
    }

    @Test
    void restsWhenThereIsNothingMoreAndRunsWhenResumed() {
        task.start(worker);
        worker.runAll();
        assertThat(steps).isEqualTo(1);
        task.resume();
        worker.runAll();
        assertThat(steps).isEqualTo(2);
    }

    @Test
    void stepsAsLongAsThereMayBeMore() {
        more = 3;
        task.start(worker);
        worker.runAll();
        assertThat(steps).isEqualTo(4);
    }

    @Test
    void aResumeDuringTheStepIsNotLost() {
        duringStep = () -> {
            duringStep = () -> {};
            task.resume();
        };
        task.start(worker);
        worker.runAll();
        assertThat(steps).isEqualTo(2);
    }

    @Test
    void resumesWhileItRunsDoNotScheduleItTwice() {
        duringStep = () -> {
            duringStep = () -> {};
            task.resume();
            task.resume();
            assertThat(worker.scheduled).isEmpty();
        };
        task.start(worker);
        worker.runAll();
        assertThat(steps).isEqualTo(2);
    }

    @Test
    void yieldsAfterASliceAndGoesOn() {
        more = 1_000;
        task.start(worker);
        worker.runOne();
        assertThat(steps).isPositive().isLessThan(1_000);
        assertThat(worker.scheduled).hasSize(1);
        worker.runAll();
        assertThat(steps).isEqualTo(1_001);
    }

    @Test
    void aResumeDuringTheLastStepOfASliceDoesNotScheduleItTwice() {
        more = 63; // the 64th step says no more
        duringStep = () -> {
            if (steps == 63 || steps == 64) {
                task.resume();
            }
        };
        task.start(worker);
        worker.runOne();
        assertThat(steps).isEqualTo(64);
        assertThat(worker.scheduled).hasSize(1);
        task.resume();
        assertThat(worker.scheduled).hasSize(1);
        worker.runAll();
        assertThat(steps).isEqualTo(65);
        assertThat(task.isAtRest()).isTrue();
    }

    @Test
    void noStepFollowsAStop() {
        more = 10;
        duringStep = task::stop;
        task.start(worker);
        worker.runAll();
        task.resume();
        worker.runAll();
        assertThat(steps).isEqualTo(1);
    }

    @Test
    void aStepThatThrowsDoesNotKeepTheTaskFromBeingResumed() {
        duringStep = () -> {
            duringStep = () -> {};
            throw new IllegalStateException("step");
        };
        task.start(worker);
        assertThatIllegalStateException().isThrownBy(worker::runAll);
        task.resume();
        worker.runAll();
        assertThat(steps).isEqualTo(2);
        duringStep = () -> {
            duringStep = () -> {};
            task.resume();
            throw new IllegalStateException("step");
        };
        task.resume();
        assertThatIllegalStateException().isThrownBy(worker::runAll);
        worker.runAll();
        assertThat(steps).isEqualTo(4);
    }

    /** A worker that runs when the test says so. */
    private static final class HandWorker implements Scheduler.Worker {
        private final Deque<Runnable> scheduled = new ArrayDeque<>();

        @Override
        public Disposable schedule(Runnable task) {
            scheduled.add(task);
            return Disposables.disposed();
        }

        @Override
        public void dispose() {
            scheduled.clear();
        }

        void runOne() {
            scheduled.remove().run();
        }

        void runAll() {
            while (!scheduled.isEmpty()) {
                runOne();
            }
        }
    }
}
