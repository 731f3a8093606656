package io.github.reactorlibcamera.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/**
 * The step itself publishes work and resumes, as a {@code request} from {@code onNext} does, while another thread does so too and
 * the run pauses. Result: whether a step saw the step's own work and the other's, and how often the task is scheduled.
 */
@JCStressTest
@Outcome(id = "true, true, [01]", expect = ACCEPTABLE, desc = "The run saw both.")
@Outcome(
        id = "true, false, 1",
        expect = ACCEPTABLE,
        desc = "The run rested before; the other's resume scheduled the next.")
@Outcome(id = "false, .*", expect = FORBIDDEN, desc = "Lost wake-up: the step's own resume was forgotten.")
@Outcome(
        id = "true, false, 0",
        expect = FORBIDDEN,
        desc = "Lost wake-up: the other's work is unseen and nothing is scheduled.")
@Outcome(expect = FORBIDDEN, desc = "Scheduled twice: two runs at a time.")
@State
public class TaskWorkerResumesAgainstResumerStressTest {
    private final RaceWorker worker = new RaceWorker();
    private final CaptureTask task = new CaptureTask(this::step);
    private boolean own;
    private boolean other;
    private boolean seenOwn;
    private boolean seenOther;

    public TaskWorkerResumesAgainstResumerStressTest() {
        task.start(worker);
    }

    private boolean step() {
        seenOwn = own;
        seenOther = other;
        if (!own) {
            own = true;
            task.resume();
        }
        return false;
    }

    @Actor
    public void worker() {
        worker.runOne();
    }

    @Actor
    public void other() {
        other = true;
        task.resume();
    }

    @Arbiter
    public void atRest(ZZI_Result result) {
        result.r1 = seenOwn;
        result.r2 = seenOther;
        result.r3 = worker.scheduled();
    }
}
