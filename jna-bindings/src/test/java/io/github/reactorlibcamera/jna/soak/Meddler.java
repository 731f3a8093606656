package io.github.reactorlibcamera.jna.soak;

import io.github.reactorlibcamera.CaptureSession;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.RequestLease;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/** Pauses a session, changes its controls, and queues its requests by hand, beside those who read it. One thread of its own. */
final class Meddler {
    private static final int NAP_NANOS = 2_000_000;
    private static final int LEASING_NANOS = 20_000_000;

    private final Scene scene;
    private final CaptureSession session;
    private final SplittableRandom random;
    private final AtomicInteger brightness = new AtomicInteger();
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** True while the session may hold frames back. By the meddler, before and after it makes it so. */
    private volatile boolean holding;

    /** True once the session is to be closed: then it may refuse. By the thread that closes it. */
    private volatile boolean sessionEnds;

    private volatile boolean stopping;

    Meddler(Scene scene, CaptureSession session, SplittableRandom random) {
        this.scene = scene;
        this.session = session;
        this.random = random;
    }

    void start() {
        scene.helpers.run(() -> {
            try {
                while (!stopping && !scene.verdict.isViolated()) {
                    meddle();
                    LockSupport.parkNanos(random.nextInt(NAP_NANOS));
                }
            } catch (Throwable e) {
                scene.verdict.violated("a session that was meddled with threw", e);
            } finally {
                stopped.countDown();
            }
        });
    }

    boolean isHolding() {
        return holding;
    }

    void expectEnd() {
        sessionEnds = true;
    }

    void stop() throws InterruptedException {
        stopping = true;
        if (!stopped.await(Scene.BOUND_NANOS, TimeUnit.NANOSECONDS)) {
            scene.verdict.violated("a session that was meddled with blocked");
        }
    }

    private void meddle() {
        switch (random.nextInt(4)) {
            case 0 -> pause();
            case 1 -> lease();
            case 2 -> controls();
            default -> session.statistics();
        }
    }

    private void controls() {
        try {
            session.controls(someControls());
        } catch (IllegalStateException e) {
            if (!sessionEnds && !scene.plan.faults().areFatal()) {
                throw e;
            }
        }
    }

    private ControlList someControls() {
        return scene.camera.isSimulated()
                ? ControlList.of("libcamera::Brightness", brightness.incrementAndGet() % 100 / 100f)
                : ControlList.EMPTY;
    }

    /** Nothing is emitted meanwhile, but for what was on its way. */
    private void pause() {
        holding = true;
        session.pause();
        long before = session.statistics().delivered();
        LockSupport.parkNanos(random.nextInt(NAP_NANOS));
        long after = session.statistics().delivered();
        if (after > before + 1) {
            scene.verdict.violated((after - before) + " delivered during a pause");
        }
        session.resume();
        holding = false;
    }

    private void lease() {
        holding = true;
        Leases leases = new Leases(random.split());
        session.leases().subscribe(leases);
        LockSupport.parkNanos(random.nextInt(LEASING_NANOS));
        leases.cancel();
        holding = false;
    }

    /** Queues most leases, here or elsewhere, and gives the others back. */
    private final class Leases extends BaseSubscriber<RequestLease> {
        private final SplittableRandom own;

        Leases(SplittableRandom own) {
            this.own = own;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            subscription.request(own.nextInt(4) == 0 ? Long.MAX_VALUE : 1 + own.nextInt(4));
        }

        @Override
        protected void hookOnNext(RequestLease lease) {
            boolean wrongFirst = own.nextInt(4) == 0;
            ControlList settings = own.nextBoolean() ? someControls() : ControlList.EMPTY;
            switch (own.nextInt(5)) {
                case 0 -> lease.close();
                case 1 -> scene.elsewhere(() -> queue(lease, wrongFirst, settings));
                case 2 -> scene.elsewhere(lease::close);
                default -> queue(lease, wrongFirst, settings);
            }
            request(1);
        }

        private void queue(RequestLease lease, boolean wrongFirst, ControlList settings) {
            if (wrongFirst) {
                queueWrongly(lease);
            }
            lease.queue(settings);
            lease.close(); // does nothing any more
            if (!lease.isOver()) {
                scene.verdict.violated("a lease that was queued is not over");
            }
        }

        private void queueWrongly(RequestLease lease) {
            try {
                lease.queue(ControlList.of("libcamera::ExposureTime", "a sentence"));
                scene.verdict.violated("a lease was queued with a setting that no camera has");
            } catch (IllegalArgumentException e) {
                if (lease.isOver()) {
                    scene.verdict.violated("a refused setting has ended a lease", e);
                }
            }
        }

        @Override
        protected void hookOnError(Throwable error) {
            if (!scene.plan.faults().explain(error)) {
                scene.verdict.violated("leases failed", error);
            }
        }
    }
}
