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
 * Two of three slots are released at once, one of them by the worker, which takes a free one after. Result: the slots that the
 * worker took then and later, each as a bit, and how often it took one.
 */
@JCStressTest
@Outcome(id = "7, 3", expect = ACCEPTABLE, desc = "Each slot was taken once.")
@Outcome(id = ".*, [012]", expect = FORBIDDEN, desc = "A slot is lost.")
@Outcome(expect = FORBIDDEN, desc = "A slot was taken twice.")
@State
public class PoolTwoReleasesStressTest {
    private static final int SLOTS = 3;

    private final SlotPool pool = new SlotPool(SLOTS);
    private int taken;
    private int takes;

    public PoolTwoReleasesStressTest() {
        Lending.lendSlot(pool);
        Lending.lendSlot(pool);
    }

    private void take() {
        int slot = pool.takeFree();
        if (slot >= 0) {
            taken |= 1 << slot;
            takes++;
        }
    }

    @Actor
    public void subscriber() {
        pool.release(1);
    }

    @Actor
    public void worker() {
        pool.release(0);
        take();
    }

    @Arbiter
    public void later(II_Result result) {
        for (int i = 0; i < SLOTS; i++) {
            take();
        }
        result.r1 = taken;
        result.r2 = takes;
    }
}
