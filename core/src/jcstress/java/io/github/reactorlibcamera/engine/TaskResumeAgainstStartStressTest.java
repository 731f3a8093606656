package io.github.reactorlibcamera.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

/**
 * A subscriber publishes work and resumes while the control thread starts the task. Result: how often the task was scheduled, and
 * whether the run after that saw the work.
 */
@JCStressTest
@Outcome(id = "1, true", expect = ACCEPTABLE, desc = "The start scheduled the run that saw the work.")
@Outcome(id = "0, .*", expect = FORBIDDEN, desc = "Lost wake-up: the task was started and nothing is scheduled.")
@Outcome(id = "2, .*", expect = FORBIDDEN, desc = "Scheduled twice: two runs at a time.")
@Outcome(expect = FORBIDDEN, desc = "The first run did not see what was published.")
@State
public class TaskResumeAgainstStartStressTest {
    private final RaceWorker worker = new RaceWorker();
    private final CaptureTask task = new CaptureTask(this::step);
    private boolean work;
    private boolean seen;

    private boolean step() {
        seen = work;
        return false;
    }

    @Actor
    public void control() {
        task.start(worker);
    }

    @Actor
    public void subscriber() {
        work = true;
        task.resume();
    }

    @Arbiter
    public void worker(IZ_Result result) {
        result.r1 = worker.scheduled();
        worker.runOne();
        result.r2 = seen;
    }
}
