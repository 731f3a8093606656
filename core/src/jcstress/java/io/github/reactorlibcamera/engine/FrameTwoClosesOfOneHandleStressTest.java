package io.github.reactorlibcamera.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.reactorlibcamera.Frame;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/**
 * Two threads close the same handle while another handle on the frame is open. Result: whether the slot is still lent, whether it
 * is home once the other handle is closed too, and how often the task was scheduled.
 */
@JCStressTest
@Outcome(
        id = "true, true, 1",
        expect = ACCEPTABLE,
        desc = "The two closes gave one handle back, the third brought the slot home.")
@Outcome(
        id = "false, .*",
        expect = FORBIDDEN,
        desc = "Two closes of one handle took the frame away from the other handle.")
@Outcome(id = "true, false, .*", expect = FORBIDDEN, desc = "Leak: all handles are closed and the slot is not home.")
@Outcome(expect = FORBIDDEN, desc = "The slot came home, and the task was not resumed once.")
@State
public class FrameTwoClosesOfOneHandleStressTest {
    private final RaceWorker worker = new RaceWorker();
    private final SlotPool pool = new SlotPool(1);
    private final CaptureTask task = new CaptureTask(() -> false);
    private final LentFrame frame = Lending.lendFrame(pool, task);
    private final Frame other = frame.retain();

    public FrameTwoClosesOfOneHandleStressTest() {
        task.start(worker);
        worker.runAll();
    }

    @Actor
    public void one() {
        frame.close();
    }

    @Actor
    public void again() {
        frame.close();
    }

    @Arbiter
    public void rest(ZZI_Result result) {
        result.r1 = pool.place(0) == SlotPool.LENT;
        other.close();
        result.r2 = pool.takeFree() == 0;
        result.r3 = worker.scheduled();
    }
}
