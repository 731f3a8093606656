package io.github.reactorlibcamera.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A camera completes two requests, each a record in a ring and then its tail, and the task is resumed, while a run that found the
 * ring empty pauses it; a step takes one record. Result: records taken, how many of them were not written yet, and how often the
 * task is scheduled.
 */
@JCStressTest
@Outcome(id = "2, 0, 0", expect = ACCEPTABLE, desc = "The run took both, and rests.")
@Outcome(id = "2, 0, 1", expect = ACCEPTABLE, desc = "The run took both; a resume came later and schedules one more.")
@Outcome(
        id = "[01], 0, 1",
        expect = ACCEPTABLE,
        desc = "The run rested before; a resume scheduled the one that will take the rest.")
@Outcome(id = "[01], 0, 0", expect = FORBIDDEN, desc = "Lost wake-up: a completion waits and nothing is scheduled.")
@Outcome(id = "[12], [12], .*", expect = FORBIDDEN, desc = "A record was taken before it was written.")
@Outcome(expect = FORBIDDEN, desc = "Scheduled twice: two runs at a time.")
@State
public class TaskCompletionAgainstPauseStressTest {
    private final RaceWorker worker = new RaceWorker();
    private final CaptureTask task = new CaptureTask(this::step);
    private final int[] ring = new int[2];
    private volatile int tail;
    private int head;
    private int unwritten;

    public TaskCompletionAgainstPauseStressTest() {
        task.start(worker);
    }

    private boolean step() {
        if (head == tail) {
            return false;
        }
        if (ring[head] == 0) {
            unwritten++;
        }
        head++;
        return head != tail;
    }

    @Actor
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void camera() {
        for (int i = 0; i < ring.length; i++) {
            ring[i] = 1;
            tail++;
            task.resume();
        }
    }

    @Actor
    public void worker() {
        worker.runOne();
    }

    @Arbiter
    public void atRest(III_Result result) {
        result.r1 = head;
        result.r2 = unwritten;
        result.r3 = worker.scheduled();
    }
}
