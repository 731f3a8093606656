package io.github.reactorlibcamera.jna.soak;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CaptureStatistics;
import io.github.reactorlibcamera.CompletedRequest;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.jna.soak.Plan.Form;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** One session, from its begin to rest. Thread-bound to its lane, but for what it hands to others. */
final class SessionRun {
    private final Plan plan;
    private final Scene scene;
    private final Camera camera;
    private final SplittableRandom random;

    /** Those who subscribe: null before, or if they come and go. */
    private @Nullable Subscribers subscribers;

    SessionRun(Plan plan, Camera camera, Totals totals, Helpers helpers) {
        this.plan = plan;
        this.camera = camera;
        this.scene = new Scene(plan, camera, totals, helpers);
        this.random = new SplittableRandom(plan.seed()).split();
    }

    Verdict verdict() {
        return scene.verdict;
    }

    /** Runs it until it has ended; until it has come to rest, unless the next session is to come at once. */
    void run() throws InterruptedException {
        switch (plan.form()) {
            case FRAMES -> handles(camera.frames(scene.spec));
            case REQUESTS -> handles(camera.requests(scene.spec));
            case MAPPED, MAPPED_SHARE -> mapped();
            case SETTINGS -> settings();
            case WITH_SESSION -> withSession();
            case SHARED_FRAMES -> new Audience(scene, random).run();
            case OPEN -> new HeldSession(scene, random).run();
        }
        scene.totals.sessions.increment();
        if (!plan.switchAtOnce()) {
            settle();
        }
    }

    // ---- the forms

    private <T> void handles(Flux<T> source) throws InterruptedException {
        Probe<T> probe = Pipeline.probe(scene);
        run(probe, Pipeline.of(scene, plan.chain(), plan.ending(), probe.watch(source)), false);
    }

    private void run(Probe<?> probe, Flux<?> flux, boolean held) throws InterruptedException {
        Subscribers all = new Subscribers(scene, probe, plan.appetite(), plan.ending(), () -> held, random.split());
        subscribers = all;
        all.subscribe(flux);
        all.untilTheEnd();
    }

    private void mapped() throws InterruptedException {
        Probe<Long> probe = Pipeline.probeOfSequences(scene);
        Flux<?> sequences =
                Pipeline.ended(scene, plan.ending(), probe.watch(camera.frames(scene.spec, this::sequenceAndCount)));
        run(
                probe,
                plan.form() == Form.MAPPED_SHARE
                        ? sequences.publish().refCount(plan.appetite().subscribers())
                        : sequences,
                false);
    }

    private long sequenceAndCount(Frame frame) {
        scene.frames.lent(frame);
        long sequence = frame.sequence();
        scene.frames.closing(frame);
        return sequence;
    }

    private void settings() throws InterruptedException {
        boolean numbered = camera.isSimulated();
        int[] last = {-1};
        Probe<CompletedRequest> probe = Pipeline.probe(scene, request -> {
            int number = Settings.number(request);
            if (numbered && number <= last[0]) {
                scene.verdict.violated("a request with settings " + number + " after one with " + last[0]);
            }
            last[0] = number;
        });
        Flux<CompletedRequest> source = camera.requests(
                        scene.spec, plan.settings().publisher(numbered))
                .doOnComplete(() -> checkSettingsUsed(probe.delivered()));
        run(
                probe,
                Pipeline.of(scene, plan.chain(), plan.ending(), probe.watch(source)),
                plan.settings().areSlow());
    }

    /** The source has completed. */
    private void checkSettingsUsed(long delivered) {
        CaptureStatistics now = camera.statistics();
        long used = delivered + now.failed() + now.stale() + now.dropped();
        if (used != plan.settings().count()) {
            scene.verdict.violated(
                    "completed with " + used + " of " + plan.settings().count() + " settings used: " + now);
        }
    }

    private void withSession() throws InterruptedException {
        Probe<CompletedRequest> probe = Pipeline.probe(scene);
        Flux<Object> flux = camera.withSession(
                scene.spec,
                session -> Pipeline.of(scene, plan.chain(), plan.ending(), probe.watch(session.requests())));
        run(probe, flux, false);
        // A cancel that races the opening reaches the session only once it is open.
        scene.awaitControlThread();
        if (!scene.await(() -> !scene.isRunning())) {
            scene.verdict.violated("the camera is not released 30 s after the end");
        }
    }

    // ---- afterwards

    private void settle() throws InterruptedException {
        scene.awaitControlThread();
        if (!scene.await(() -> !scene.isRunning())) {
            scene.verdict.violated("the camera is not released 30 s after the end");
        }
        awaitFramesClosed();
        if (!awaitHome()) {
            scene.verdict.violated("buffers are missing after the end: " + camera.statistics());
        }
        CountingRecorder recorder = scene.recorder;
        if (recorder != null && !scene.await(() -> recorder.isWhole() && recorder.agrees(camera.statistics()))) {
            scene.verdict.violated(recorder + ", while the statistics are " + camera.statistics());
        }
    }

    private boolean awaitHome() throws InterruptedException {
        if (!scene.wasAcquired()) {
            return true;
        }
        return scene.closing.forgotten() > 0
                ? scene.awaitCollected(() -> isHome(camera.statistics()))
                : scene.await(() -> isHome(camera.statistics()));
    }

    private boolean isHome(CaptureStatistics now) {
        return now.free() + now.abandoned() == scene.total()
                && Scene.places(now) == scene.total()
                && (now.abandoned() == 0 || plan.faults().disconnects())
                && now.leaked() == scene.closing.forgotten();
    }

    /** The session is over, and what its subscribers kept is closed: no handle may be left open. */
    void awaitFramesClosed() throws InterruptedException {
        scene.totals.keptPastTheEnd.add(scene.closing.closeKept());
        if (plan.chain().losesFrames() && !scene.await(Scene.LOSS_NANOS, () -> scene.frames.open() == 0)) {
            scene.totals.lostByOperators.add(scene.frames.sweep());
        }
        boolean closed = scene.await(() -> {
            scene.totals.keptPastTheEnd.add(scene.closing.closeKept());
            return scene.frames.open() == 0;
        });
        if (!closed) {
            scene.verdict.violated("handles are open 30 s after the end");
        }
        scene.totals.discarded.add(scene.frames.discarded());
        Throwable error = subscribers == null ? null : subscribers.unplannedError();
        if (error != null) {
            scene.verdict.violated("an error that was not planned", error);
        }
    }

    @Override
    public String toString() {
        return "session " + plan.seed() + "\n  " + plan + "\n  " + subscribers + "\n  " + scene.frames + "\n  "
                + camera.statistics();
    }
}
