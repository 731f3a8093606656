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
 * A frame is closed while a run that found no free slot pauses the task; a step queues the slot. Result: whether the slot is
 * queued, and how often the task is scheduled.
 */
@JCStressTest
@Outcome(id = "true, 0", expect = ACCEPTABLE, desc = "The run queued the slot, and rests.")
@Outcome(
        id = "true, 1",
        expect = ACCEPTABLE,
        desc = "The run queued the slot; the resume came later and schedules one more.")
@Outcome(
        id = "false, 1",
        expect = ACCEPTABLE,
        desc = "The run rested before; the resume scheduled the one that will queue it.")
@Outcome(
        id = "false, 0",
        expect = FORBIDDEN,
        desc = "Lost wake-up: a slot is free and nothing is scheduled; the camera starves.")
@Outcome(expect = FORBIDDEN, desc = "Scheduled twice: two runs at a time.")
@State
public class TaskReleaseAgainstPauseStressTest {
    private final RaceWorker worker = new RaceWorker();
    private final SlotPool pool = new SlotPool(1);
    private final CaptureTask task = new CaptureTask(this::step);
    private final LentFrame frame = Lending.lendFrame(pool, task);

    public TaskReleaseAgainstPauseStressTest() {
        task.start(worker);
    }

    private boolean step() {
        return pool.takeFree() >= 0;
    }

    @Actor
    public void subscriber() {
        frame.close();
    }

    @Actor
    public void worker() {
        worker.runOne();
    }

    @Arbiter
    public void atRest(ZI_Result result) {
        result.r1 = pool.place(0) == SlotPool.QUEUED;
        result.r2 = worker.scheduled();
    }
}
