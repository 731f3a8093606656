package io.github.reactorlibcamera.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;

/**
 * The worker queues three slots while the session ends and the camera stops: it refuses requests from then on, and hands back what
 * it has. Result: slots that can be taken after the end, slots that are queued or abandoned, and whether the session ended for the
 * reason given.
 */
@JCStressTest
@Outcome(id = "3, 0, true", expect = ACCEPTABLE, desc = "All slots are home, and the reason is kept.")
@Outcome(id = ".*, .*, false", expect = FORBIDDEN, desc = "The refusal after the stop was taken for the reason.")
@Outcome(
        id = ".*, [123], .*",
        expect = FORBIDDEN,
        desc = "A slot that the camera handed back, or refused, was given up.")
@Outcome(expect = FORBIDDEN, desc = "A slot was lost, or came home twice.")
@State
public class StopAgainstQueueStressTest {
    private final RacedSession raced = new RacedSession(3);
    private final Throwable why = new IllegalStateException("raced");

    @Actor
    public void worker() {
        raced.worker.runOne();
    }

    @Actor
    public void control() {
        raced.session.end(why);
        raced.release();
    }

    @Arbiter
    public void rest(IIZ_Result result) {
        raced.worker.runAll();
        result.r2 = raced.pool.count(SlotPool.QUEUED) + raced.pool.count(SlotPool.ABANDONED);
        result.r1 = raced.takeAll();
        result.r3 = raced.session.error() == why;
    }
}
