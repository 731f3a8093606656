package io.github.reactorlibcamera.jna.soak;

import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.CaptureSession;
import io.github.reactorlibcamera.CompletedRequest;
import io.github.reactorlibcamera.jna.soak.Plan.Appetite;
import io.github.reactorlibcamera.jna.soak.Plan.Ending;
import io.github.reactorlibcamera.jna.soak.Plan.How;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * A session that is held: subscribers in turn, while somebody else meddles with it. Thread-bound to the thread that runs it.
 */
final class HeldSession {
    private static final Duration BOUND = Duration.ofNanos(Scene.BOUND_NANOS);
    private static final int TURNS = 5;

    private final Scene scene;
    private final SplittableRandom random;

    HeldSession(Scene scene, SplittableRandom random) {
        this.scene = scene;
        this.random = random;
    }

    void run() throws InterruptedException {
        if (scene.plan.ending().how() == How.CANCEL_RIGHT_AWAY) {
            openAndCancel();
            return;
        }
        CaptureSession session = open();
        if (session == null) {
            return;
        }
        scene.acquired();
        Meddler meddler = new Meddler(scene, session, random.split());
        meddler.start();
        boolean closedWhileRead = Plan.chance(random, 50);
        int turns = Plan.between(random, 1, TURNS);
        for (int turn = 1; turn <= turns && !scene.verdict.isViolated(); turn++) {
            turn(session, meddler, closedWhileRead && turn == turns);
        }
        if (Plan.chance(random, 50)) {
            meddler.stop();
        }
        meddler.expectEnd();
        close(session);
        meddler.stop();
    }

    private @Nullable CaptureSession open() {
        try {
            CaptureSession session = scene.camera.open(scene.spec).block(BOUND);
            if (session == null) {
                scene.verdict.violated("open() completed without a session");
            }
            return session;
        } catch (CameraException e) {
            if (!scene.plan.faults().explain(e)) {
                throw e;
            }
            return null;
        }
    }

    /**
     * The opening is cancelled at some moment: either nothing comes of it, or a session that must be closed, or, in between, one that
     * Reactor drops.
     */
    private void openAndCancel() throws InterruptedException {
        AtomicReference<@Nullable CaptureSession> opened = new AtomicReference<>();
        Disposable opening = scene.camera.open(scene.spec).subscribe(opened::set, error -> {});
        Thread.sleep(random.nextInt(3));
        opening.dispose();
        scene.awaitControlThread(); // which opens it; the worker hands it over
        if (!scene.awaitCollected(() -> opened.get() != null || !scene.isRunning())) {
            scene.verdict.violated("a session runs that nobody has, since its opening was cancelled");
        }
        CaptureSession session = opened.get();
        if (session != null) {
            close(session);
        }
    }

    private void close(CaptureSession session) {
        session.closeLater().block(BOUND);
        if (scene.isRunning()) {
            scene.verdict.violated("the camera runs after closeLater() has completed");
        }
    }

    /** One subscriber, until it ends, or until the session is closed under its feet. */
    private void turn(CaptureSession session, Meddler meddler, boolean close) throws InterruptedException {
        Ending ending = Ending.draw(random);
        Probe<CompletedRequest> probe = Pipeline.probe(scene);
        Subscribers one = new Subscribers(
                scene, probe, Appetite.draw(random, false, 1), ending, meddler::isHolding, random.split());
        one.subscribe(Pipeline.of(scene, scene.plan.chain(), ending, probe.watch(session.requests())));
        if (close) {
            meddler.expectEnd();
            close(session);
            if (!scene.await(() -> one.isOver())) {
                scene.verdict.violated("closeLater() has not ended " + one);
            }
        }
        one.untilTheEnd();
        Throwable error = one.unplannedError();
        if (error != null) {
            scene.verdict.violated("an error that was not planned, for " + one, error);
        }
        scene.closing.closeKept();
    }
}
