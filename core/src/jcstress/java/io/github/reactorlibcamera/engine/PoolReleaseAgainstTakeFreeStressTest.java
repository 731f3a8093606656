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
 * A thread that has used a slot releases it while the worker looks for a free one. Result: the slot that the worker took (-1:
 * none), whether it sees what the other thread did with the slot before the release, and the slot that it takes later.
 */
@JCStressTest
@Outcome(id = "0, true, -1", expect = ACCEPTABLE, desc = "Released before: the worker took the slot, and sees all.")
@Outcome(id = "-1, .*, 0", expect = ACCEPTABLE, desc = "Released later: the worker finds the slot then.")
@Outcome(id = "0, false, .*", expect = FORBIDDEN, desc = "The slot was taken under the hands of the one who used it.")
@Outcome(id = "-1, .*, -1", expect = FORBIDDEN, desc = "The slot is lost.")
@Outcome(id = "0, .*, 0", expect = FORBIDDEN, desc = "The slot was taken twice.")
@State
public class PoolReleaseAgainstTakeFreeStressTest {
    private final SlotPool pool = new SlotPool(1);
    private boolean used;

    public PoolReleaseAgainstTakeFreeStressTest() {
        Lending.lendSlot(pool);
    }

    @Actor
    public void subscriber() {
        used = true;
        pool.release(0);
    }

    @Actor
    public void worker(IZI_Result result) {
        result.r1 = pool.takeFree();
        result.r2 = result.r1 == 0 && used;
    }

    @Arbiter
    public void later(IZI_Result result) {
        result.r3 = pool.takeFree();
    }
}
