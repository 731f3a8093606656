package io.github.reactorlibcamera.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.reactorlibcamera.Frame;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A thread retains a frame while the worker closes its only handle and lends the slot anew: the handle's check that it is open may
 * be long past. Result: whether there is a second handle, and whether the slot was lent anew.
 */
@JCStressTest
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "Retained in time: the slot stays lent to the first delivery.")
@Outcome(
        id = "false, true",
        expect = ACCEPTABLE,
        desc = "Closed before: retain() throws, the slot went on to the next delivery.")
@Outcome(id = "true, true", expect = FORBIDDEN, desc = "A handle of the first delivery on the second.")
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "Leak: no handle was open and the slot was not home.")
@State
public class FrameRetainAgainstNextDeliveryStressTest {
    private final SlotPool pool = new SlotPool(1);
    private final CaptureTask task = new CaptureTask(() -> false);
    private final Frame frame = Lending.lendFrame(pool, task);

    @Actor
    public void retainer(ZZ_Result result) {
        try {
            result.r1 = frame.retain() != frame;
        } catch (IllegalStateException e) {
            result.r1 = false; // closed before
        }
    }

    @Actor
    public void worker(ZZ_Result result) {
        frame.close();
        result.r2 = pool.hasFree() && Lending.lendSlot(pool) == 0;
    }
}
