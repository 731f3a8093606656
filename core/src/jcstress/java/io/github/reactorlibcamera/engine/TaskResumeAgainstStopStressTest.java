package io.github.reactorlibcamera.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The task is stopped, and resumed after that, while its run takes one step after the other. Result: steps that began after the
 * stop had returned in the run that was on (2: or more), and whether one began in the run that the resume may have scheduled.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "No step after the stop.")
@Outcome(
        id = "1, 0",
        expect = ACCEPTABLE,
        desc = "The run had looked for the stop just before; that step was its last.")
@Outcome(id = "2, 0", expect = FORBIDDEN, desc = "The run went on after the stop.")
@Outcome(expect = FORBIDDEN, desc = "A resume brought a stopped task back.")
@State
public class TaskResumeAgainstStopStressTest {
    private final RaceWorker worker = new RaceWorker();
    private final CaptureTask task = new CaptureTask(this::step);
    private volatile boolean stopped;
    private int late;

    public TaskResumeAgainstStopStressTest() {
        task.start(worker);
    }

    private boolean step() {
        if (stopped) {
            late++;
        }
        return true;
    }

    @Actor
    public void worker() {
        worker.runOne();
    }

    @Actor
    public void stopper() {
        task.stop();
        stopped = true;
        task.resume();
    }

    @Arbiter
    public void atRest(II_Result result) {
        int before = late;
        worker.runOne();
        result.r1 = Math.min(before, 2);
        result.r2 = Math.min(late - before, 1);
    }
}
