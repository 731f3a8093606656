package io.github.reactorlibcamera.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.reactorlibcamera.CompletedRequest;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Somebody subscribes while the session takes its last step. Result: terminal signals. */
@JCStressTest
@Outcome(
        id = "1",
        expect = ACCEPTABLE,
        desc = "The last step told the subscriber, or the subscriber saw that it was taken.")
@Outcome(id = "0", expect = FORBIDDEN, desc = "The subscriber waits for ever: each left the signal to the other.")
@Outcome(expect = FORBIDDEN, desc = "Both sent the terminal signal.")
@State
public class SubscribeAgainstFinishStressTest {
    /** The signal may come from a thread of Reactor's. */
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private final RacedSession raced = new RacedSession(1);
    private final RacedSubscriber<CompletedRequest> subscriber = new RacedSubscriber<>();

    public SubscribeAgainstFinishStressTest() {
        raced.session.end(null);
        raced.release();
    }

    @Actor
    public void subscriber() {
        raced.session.requests().subscribe(subscriber);
    }

    @Actor
    public void worker() {
        raced.worker.runOne();
    }

    @Arbiter
    public void rest(I_Result result) {
        long start = System.nanoTime();
        while (subscriber.terminated() == 0 && System.nanoTime() - start < PATIENCE_NANOS) {
            Thread.onSpinWait();
        }
        result.r1 = subscriber.terminated();
    }
}
