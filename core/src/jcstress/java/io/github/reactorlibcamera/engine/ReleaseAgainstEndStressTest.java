package io.github.reactorlibcamera.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.reactorlibcamera.CompletedRequest;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A lent frame is closed while the session takes its last step, with another slot queued. Result: slots whose place is free, slots
 * that can be taken, and terminal signals.
 */
@JCStressTest
@Outcome(id = "2, 2, 1", expect = ACCEPTABLE, desc = "Both slots are home.")
@Outcome(id = "2, [01], .*", expect = FORBIDDEN, desc = "A slot is home and cannot be found.")
@Outcome(
        id = "[01], .*, .*",
        expect = FORBIDDEN,
        desc = "Leak: the session is over, all frames are closed, a slot is not home.")
@Outcome(expect = FORBIDDEN, desc = "Not one terminal signal, or a slot came home twice.")
@State
public class ReleaseAgainstEndStressTest {
    private final RacedSession raced = new RacedSession(2);
    private final RacedSubscriber<CompletedRequest> subscriber = new RacedSubscriber<>();

    public ReleaseAgainstEndStressTest() {
        raced.session.requests().subscribe(subscriber);
        subscriber.subscription.request(1);
        raced.worker.runAll();
        raced.backend.complete();
        raced.session.resumeTask();
        raced.worker.runAll();
    }

    @Actor
    public void subscriber() {
        subscriber.received.get(0).close();
    }

    @Actor
    public void worker() {
        raced.finish(null);
    }

    @Arbiter
    public void rest(III_Result result) {
        raced.worker.runAll();
        result.r1 = raced.pool.count(SlotPool.FREE);
        result.r2 = raced.takeAll();
        result.r3 = subscriber.terminated();
    }
}
