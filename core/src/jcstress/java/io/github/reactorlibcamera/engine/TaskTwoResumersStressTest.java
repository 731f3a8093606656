package io.github.reactorlibcamera.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZI_Result;

/**
 * Two threads publish work and resume a task that rests. Result: how often the task was scheduled, whether the run after that saw
 * the work of both, and how often the task is scheduled then.
 */
@JCStressTest
@Outcome(id = "1, true, 0", expect = ACCEPTABLE, desc = "One of them scheduled the run that saw both.")
@Outcome(id = "0, .*", expect = FORBIDDEN, desc = "Lost wake-up: each left it to the other.")
@Outcome(id = "2, .*", expect = FORBIDDEN, desc = "Scheduled twice: two runs at a time.")
@Outcome(expect = FORBIDDEN, desc = "The run did not see what was published before a resume, or did not rest.")
@State
public class TaskTwoResumersStressTest {
    private final RaceWorker worker = new RaceWorker();
    private final CaptureTask task = new CaptureTask(this::step);
    private boolean one;
    private boolean other;
    private boolean seenOne;
    private boolean seenOther;

    public TaskTwoResumersStressTest() {
        task.start(worker);
        worker.runAll();
    }

    private boolean step() {
        seenOne = one;
        seenOther = other;
        return false;
    }

    @Actor
    public void one() {
        one = true;
        task.resume();
    }

    @Actor
    public void other() {
        other = true;
        task.resume();
    }

    @Arbiter
    public void worker(IZI_Result result) {
        result.r1 = worker.scheduled();
        worker.runOne();
        result.r2 = seenOne && seenOther;
        result.r3 = worker.scheduled();
    }
}
