package io.github.reactorlibcamera.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.reactorlibcamera.CompletedRequest;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * The run emits two frames while the subscriber cancels. Result: frames that the subscriber got, slots lent at rest, slots free
 * after the end with all frames closed, and terminal signals.
 */
@JCStressTest
@Outcome(id = "0, 0, 2, 0", expect = ACCEPTABLE, desc = "Cancelled before the first.")
@Outcome(id = "1, 1, 2, 0", expect = ACCEPTABLE, desc = "Cancelled before the second.")
@Outcome(id = "2, 2, 2, 0", expect = ACCEPTABLE, desc = "Cancelled after both.")
@Outcome(id = ".*, .*, .*, [12]", expect = FORBIDDEN, desc = "A terminal signal after the cancel.")
@Outcome(id = ".*, .*, [01], .*", expect = FORBIDDEN, desc = "Leak: the session is over, and a slot is not home.")
@Outcome(expect = FORBIDDEN, desc = "The slots that are lent are not those of the frames that the subscriber got.")
@State
public class CancelAgainstOnNextStressTest {
    private final RacedSession raced = new RacedSession(2);
    private final RacedSubscriber<CompletedRequest> subscriber = new RacedSubscriber<>();

    public CancelAgainstOnNextStressTest() {
        raced.session.requests().subscribe(subscriber);
        subscriber.subscription.request(2);
        raced.worker.runAll();
        raced.backend.complete();
        raced.backend.complete();
        raced.session.resumeTask();
    }

    @Actor
    public void worker() {
        raced.worker.runOne();
    }

    @Actor
    public void subscriber() {
        subscriber.subscription.cancel();
    }

    @Arbiter
    public void rest(IIII_Result result) {
        raced.worker.runAll();
        result.r1 = subscriber.received.size();
        result.r2 = raced.pool.count(SlotPool.LENT);
        raced.finish(null);
        subscriber.received.forEach(CompletedRequest::close);
        result.r3 = raced.takeAll();
        result.r4 = subscriber.terminated();
    }
}
