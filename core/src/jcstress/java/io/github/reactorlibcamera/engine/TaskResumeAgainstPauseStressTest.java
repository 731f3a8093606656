package io.github.reactorlibcamera.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/**
 * Somebody publishes work and resumes the task while a run that found nothing pauses it. The work is in a plain field: the resume
 * alone must publish it. Result: whether a step saw the work, and how often the task is scheduled.
 */
@JCStressTest
@Outcome(id = "true, 0", expect = ACCEPTABLE, desc = "The run saw the work, and rests.")
@Outcome(
        id = "true, 1",
        expect = ACCEPTABLE,
        desc = "The run saw the work; the resume came later and schedules one more.")
@Outcome(
        id = "false, 1",
        expect = ACCEPTABLE,
        desc = "The run rested before; the resume scheduled the one that will see it.")
@Outcome(id = "false, 0", expect = FORBIDDEN, desc = "Lost wake-up: the work is unseen and nothing is scheduled.")
@Outcome(expect = FORBIDDEN, desc = "Scheduled twice: two runs at a time.")
@State
public class TaskResumeAgainstPauseStressTest {
    private final RaceWorker worker = new RaceWorker();
    private final CaptureTask task = new CaptureTask(this::step);
    private boolean work;
    private boolean seen;

    public TaskResumeAgainstPauseStressTest() {
        task.start(worker);
    }

    private boolean step() {
        seen = work;
        return false;
    }

    @Actor
    public void resumer() {
        work = true;
        task.resume();
    }

    @Actor
    public void worker() {
        worker.runOne();
    }

    @Arbiter
    public void atRest(ZI_Result result) {
        result.r1 = seen;
        result.r2 = worker.scheduled();
    }
}
