package io.github.reactorlibcamera.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JI_Result;
import reactor.core.publisher.Operators;

/**
 * A subscriber requests two frames while a run that found no demand pauses the task; a step emits one frame, as the session's
 * does, and says whether there is demand for another. Result: frames emitted, and how often the task is scheduled.
 */
@JCStressTest
@Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "The run answered the demand, and rests.")
@Outcome(
        id = "2, 1",
        expect = ACCEPTABLE,
        desc = "The run answered the demand; the resume came later and schedules one more.")
@Outcome(
        id = "0, 1",
        expect = ACCEPTABLE,
        desc = "The run rested before; the resume scheduled the one that will answer.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Lost wake-up: demand waits and nothing is scheduled.")
@Outcome(id = "1, .*", expect = FORBIDDEN, desc = "The run ended though a frame was in demand.")
@Outcome(expect = FORBIDDEN, desc = "Too many frames, or scheduled twice.")
@State
public class TaskRequestAgainstPauseStressTest {
    private static final AtomicLongFieldUpdater<TaskRequestAgainstPauseStressTest> REQUESTED =
            AtomicLongFieldUpdater.newUpdater(TaskRequestAgainstPauseStressTest.class, "requested");

    private final RaceWorker worker = new RaceWorker();
    private final CaptureTask task = new CaptureTask(this::step);
    private volatile long requested;
    private long emitted;

    public TaskRequestAgainstPauseStressTest() {
        task.start(worker);
    }

    private boolean step() {
        if (emitted == requested) {
            return false;
        }
        emitted++;
        return emitted != requested;
    }

    @Actor
    public void subscriber() {
        Operators.addCap(REQUESTED, this, 2);
        task.resume();
    }

    @Actor
    public void worker() {
        worker.runOne();
    }

    @Arbiter
    public void atRest(JI_Result result) {
        result.r1 = emitted;
        result.r2 = worker.scheduled();
    }
}
