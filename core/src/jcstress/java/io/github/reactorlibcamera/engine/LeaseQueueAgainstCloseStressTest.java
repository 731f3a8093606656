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
import org.openjdk.jcstress.infra.results.ZIZ_Result;

/**
 * A thread queues a lease while another closes it. Result: whether it could be queued, slots with the camera after the next run,
 * and whether the session lives.
 */
@JCStressTest
@Outcome(id = "true, 1, true", expect = ACCEPTABLE, desc = "Queued; the close came later and did nothing.")
@Outcome(id = "false, 0, true", expect = ACCEPTABLE, desc = "Closed; queue() throws.")
@Outcome(id = ".*, .*, false", expect = FORBIDDEN, desc = "Both acted: the slot was given back and queued.")
@Outcome(id = "true, 0, .*", expect = FORBIDDEN, desc = "The request was accepted, and is gone.")
@Outcome(expect = FORBIDDEN, desc = "The request was refused, and the camera has it.")
@State
public class LeaseQueueAgainstCloseStressTest {
    private final RacedSession raced = new RacedSession(1);
    private final RacedSubscriber<RequestLease> subscriber = new RacedSubscriber<>();
    private boolean queued;

    public LeaseQueueAgainstCloseStressTest() {
        raced.session.leases().subscribe(subscriber);
        subscriber.subscription.request(1);
        raced.worker.runAll();
    }

    @Actor
    public void queuer() {
        try {
            subscriber.received.get(0).queue(ControlList.EMPTY);
            queued = true;
        } catch (IllegalStateException e) {
            queued = false; // closed before
        }
    }

    @Actor
    public void closer() {
        try {
            subscriber.received.get(0).close();
        } catch (IllegalStateException e) {
            raced.session.end(e); // the slot was elsewhere
        }
    }

    @Arbiter
    public void rest(ZIZ_Result result) {
        raced.worker.runAll();
        result.r1 = queued;
        result.r2 = raced.pool.count(SlotPool.QUEUED);
        result.r3 = !raced.session.hasEnded();
    }
}
