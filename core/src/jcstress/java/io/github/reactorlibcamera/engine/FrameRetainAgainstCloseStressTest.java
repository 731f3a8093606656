package io.github.reactorlibcamera.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.reactorlibcamera.Frame;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/**
 * A thread retains a frame while another closes its only handle. Result: whether there is a second handle, whether the slot is
 * lent, and whether it is home once the second handle is closed too.
 */
@JCStressTest
@Outcome(
        id = "true, true, true",
        expect = ACCEPTABLE,
        desc = "Retained in time: lent until the second handle is closed.")
@Outcome(id = "false, false, true", expect = ACCEPTABLE, desc = "Closed before: retain() throws, and the slot is home.")
@Outcome(
        id = "true, false, .*",
        expect = FORBIDDEN,
        desc = "A handle on a slot that is home: its pixels will be overwritten.")
@Outcome(id = "false, true, .*", expect = FORBIDDEN, desc = "Leak: no handle is open and the slot is not home.")
@Outcome(expect = FORBIDDEN, desc = "Leak: all handles are closed and the slot is not home.")
@State
public class FrameRetainAgainstCloseStressTest {
    private final SlotPool pool = new SlotPool(1);
    private final CaptureTask task = new CaptureTask(() -> false);
    private final Frame frame = Lending.lendFrame(pool, task);
    private @Nullable Frame retained;

    @Actor
    public void retainer() {
        try {
            retained = frame.retain();
        } catch (IllegalStateException e) {
            retained = null; // closed before
        }
    }

    @Actor
    public void closer() {
        frame.close();
    }

    @Arbiter
    public void rest(ZZZ_Result result) {
        result.r1 = retained != null;
        result.r2 = pool.place(0) == SlotPool.LENT;
        if (retained != null) {
            retained.close();
        }
        result.r3 = pool.takeFree() == 0;
    }
}
