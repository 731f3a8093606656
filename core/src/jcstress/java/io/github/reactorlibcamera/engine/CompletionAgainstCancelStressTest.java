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
 * A camera completes a request and the worker takes it in, while the subscriber cancels. Result: frames that the subscriber got,
 * slots lent at rest, slots free after the end with all frames closed, and terminal signals.
 */
@JCStressTest
@Outcome(id = "0, 0, 1, 0", expect = ACCEPTABLE, desc = "Cancelled before: nobody got the frame, and its slot is home.")
@Outcome(id = "1, 1, 1, 0", expect = ACCEPTABLE, desc = "Delivered before; the subscriber closed it.")
@Outcome(id = ".*, .*, .*, [12]", expect = FORBIDDEN, desc = "A terminal signal after the cancel.")
@Outcome(id = "0, 1, .*, .*", expect = FORBIDDEN, desc = "Leak: the slot is lent and nobody got the frame.")
@Outcome(
        id = "1, 0, .*, .*",
        expect = FORBIDDEN,
        desc = "The subscriber holds a frame whose slot is home: it will be overwritten.")
@Outcome(id = ".*, .*, 0, .*", expect = FORBIDDEN, desc = "Leak: the session is over, and the slot is not home.")
@Outcome(expect = FORBIDDEN, desc = "One completion was delivered twice, or its slot came home twice.")
@State
public class CompletionAgainstCancelStressTest {
    private final RacedSession raced = new RacedSession(1);
    private final RacedSubscriber<CompletedRequest> subscriber = new RacedSubscriber<>();

    public CompletionAgainstCancelStressTest() {
        raced.session.requests().subscribe(subscriber);
        subscriber.subscription.request(1);
        raced.worker.runAll();
    }

    @Actor
    public void camera() {
        raced.backend.complete();
        raced.session.resumeTask();
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
