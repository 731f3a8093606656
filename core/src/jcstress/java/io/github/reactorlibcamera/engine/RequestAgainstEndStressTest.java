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
 * A subscriber requests a frame while the worker runs, the session ends by an error and takes its last step. Result: signals out of
 * place (a completion, an element after a terminal signal), errors, and slots free with all frames closed.
 */
@JCStressTest
@Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "One error, as the last signal.")
@Outcome(id = ".*, 0, .*", expect = FORBIDDEN, desc = "The subscriber waits for ever: no error.")
@Outcome(id = ".*, .*, 0", expect = FORBIDDEN, desc = "Leak: the session is over, and the slot is not home.")
@Outcome(id = "[12], .*, .*", expect = FORBIDDEN, desc = "A completion, or an element after the terminal signal.")
@Outcome(expect = FORBIDDEN, desc = "More than one terminal signal.")
@State
public class RequestAgainstEndStressTest {
    private final RacedSession raced = new RacedSession(1);
    private final RacedSubscriber<CompletedRequest> subscriber = new RacedSubscriber<>();

    public RequestAgainstEndStressTest() {
        raced.worker.runAll();
        raced.session.requests().subscribe(subscriber);
        raced.backend.complete();
    }

    @Actor
    public void subscriber() {
        subscriber.subscription.request(1);
    }

    @Actor
    public void worker() {
        raced.worker.runOne();
        raced.finish(new IllegalStateException("raced"));
    }

    @Arbiter
    public void rest(III_Result result) {
        raced.worker.runAll();
        subscriber.received.forEach(CompletedRequest::close);
        result.r1 = subscriber.completed + (subscriber.isLate() ? 1 : 0);
        result.r2 = subscriber.failed;
        result.r3 = raced.takeAll();
    }
}
