package io.github.reactorlibcamera.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.RequestLease;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A lease is queued while the session takes its last step. Result: slots whose place is free, and slots that can be taken.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The last step, or the one who queued, brought the slot home.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Leak: each left the lease to the other.")
@Outcome(expect = FORBIDDEN, desc = "Both brought the slot home.")
@State
public class LeaseQueueAgainstEndStressTest {
    private final RacedSession raced = new RacedSession(1);
    private final RacedSubscriber<RequestLease> subscriber = new RacedSubscriber<>();

    public LeaseQueueAgainstEndStressTest() {
        raced.session.leases().subscribe(subscriber);
        subscriber.subscription.request(1);
        raced.worker.runAll();
        raced.session.end(null);
        raced.release();
    }

    @Actor
    public void queuer() {
        subscriber.received.get(0).queue(ControlList.EMPTY);
    }

    @Actor
    public void worker() {
        raced.worker.runOne();
    }

    @Arbiter
    public void rest(II_Result result) {
        raced.worker.runAll();
        result.r1 = raced.pool.count(SlotPool.FREE);
        result.r2 = raced.takeAll();
    }
}
