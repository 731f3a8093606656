package io.github.reactorlibcamera.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.reactorlibcamera.Frame;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZI_Result;

/**
 * The last two handles on a frame are closed at once. Result: the slot that is free then (-1: none), whether there is a further
 * one, and how often the task was scheduled.
 */
@JCStressTest
@Outcome(id = "0, false, 1", expect = ACCEPTABLE, desc = "One of them was the last and brought the slot home.")
@Outcome(id = "-1, .*", expect = FORBIDDEN, desc = "Leak: each took the other for the last, and the slot is not home.")
@Outcome(id = ".*, true, .*", expect = FORBIDDEN, desc = "Each took itself for the last: the slot came home twice.")
@Outcome(expect = FORBIDDEN, desc = "The slot came home, and the task was not resumed once.")
@State
public class FrameLastTwoHandlesStressTest {
    private final RaceWorker worker = new RaceWorker();
    private final SlotPool pool = new SlotPool(1);
    private final CaptureTask task = new CaptureTask(() -> false);
    private final Frame frame = Lending.lendFrame(pool, task);
    private final Frame retained = frame.retain();

    public FrameLastTwoHandlesStressTest() {
        task.start(worker);
        worker.runAll();
    }

    @Actor
    public void first() {
        frame.close();
    }

    @Actor
    public void second() {
        retained.close();
    }

    @Arbiter
    public void worker(IZI_Result result) {
        result.r1 = pool.takeFree();
        result.r2 = pool.hasFree();
        result.r3 = worker.scheduled();
    }
}
