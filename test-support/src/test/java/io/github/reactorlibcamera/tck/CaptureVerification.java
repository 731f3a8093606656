package io.github.reactorlibcamera.tck;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.TestedCamera;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** The TCK on one way to capture, under one policy. Each test has a manager of its own, and leaves nothing running. */
public abstract class CaptureVerification<T extends AutoCloseable> extends PublisherVerification<T> {
    /** How long a signal may take. What passes does not wait for it. */
    private static final long SIGNAL_MILLIS = 10_000;

    /** How long nothing has to come for it to be nothing. */
    private static final long SILENCE_MILLIS = 100;

    /**
     * How long an error may take: the TCK 1.0.4 sleeps for one poll and then looks once, since its arithmetic of time-outs is wrong (put
     * right after that release).
     */
    private static final long POLL_MILLIS = 1_000;

    /** How long after a cancel the subscriber may be reachable (rule 3.13). */
    private static final long REFERENCE_MILLIS = 300;

    private final TestedCamera tested;
    private final CapturePolicy policy;
    private final List<ClosingPublisher<T>> publishers = new ArrayList<>();
    private @Nullable CameraManager manager;

    CaptureVerification(TestedCamera tested, CapturePolicy policy) {
        super(new TestEnvironment(SIGNAL_MILLIS, SILENCE_MILLIS, POLL_MILLIS), REFERENCE_MILLIS);
        this.tested = tested;
        this.policy = policy;
    }

    /** {@return what is tested, of exactly so many elements, or of at least as many where the test needs no end} */
    abstract Publisher<T> capture(Camera camera, CaptureSpec spec, long elements);

    @BeforeMethod
    public final void open() {
        manager = tested.manager().get();
    }

    @AfterMethod(alwaysRun = true)
    public final void close() {
        publishers.forEach(ClosingPublisher::cancelAll);
        publishers.clear();
        manager().close();
    }

    private CameraManager manager() {
        return Objects.requireNonNull(manager);
    }

    @Override
    public final Publisher<T> createPublisher(long elements) {
        return capture(manager().camera(tested.id()), elements);
    }

    /** {@return a capture whose manager is closed} */
    @Override
    public final Publisher<T> createFailedPublisher() {
        Camera camera = manager().camera(tested.id());
        manager().close();
        return capture(camera, 1);
    }

    private Publisher<T> capture(Camera camera, long elements) {
        ClosingPublisher<T> publisher =
                new ClosingPublisher<>(capture(camera, tested.spec().policy(policy), elements));
        publishers.add(publisher);
        return publisher;
    }

    // ---- Rule 1.11 lets a publisher choose how many subscribers it has at once. The TCK finds that out by time-outs.

    /** {@return true if there can be more than one} */
    boolean isShared() {
        return false;
    }

    private void oneSubscriberAtATime() {
        if (!isShared()) {
            notVerified("Rule 1.11 is optional: a capture has one subscriber at a time, a second one is told so.");
        }
    }

    private void handlesOfItsOwn() {
        oneSubscriberAtATime();
        notVerified(
                "Rule 1.11 is optional: each subscriber has handles of its own, and misses what it has no demand for.");
    }

    @Override
    @Test
    public void optional_spec111_maySupportMultiSubscribe() throws Throwable {
        oneSubscriberAtATime();
        super.optional_spec111_maySupportMultiSubscribe();
    }

    @Override
    @Test
    public void optional_spec111_registeredSubscribersMustReceiveOnNextOrOnCompleteSignals() throws Throwable {
        oneSubscriberAtATime();
        super.optional_spec111_registeredSubscribersMustReceiveOnNextOrOnCompleteSignals();
    }

    @Override
    @Test
    public void
            optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingOneByOne() {
        handlesOfItsOwn();
    }

    @Override
    @Test
    public void
            optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingManyUpfront() {
        handlesOfItsOwn();
    }

    @Override
    @Test
    public void
            optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingManyUpfrontAndCompleteAsExpected() {
        handlesOfItsOwn();
    }
}
