package io.github.reactorlibcamera.jna.soak;

import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.jna.soak.Plan.Appetite;
import io.github.reactorlibcamera.jna.soak.Plan.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import reactor.core.publisher.Flux;

/** Viewers of shared frames, each on a thread of its own, who come and go. Thread-bound to the thread that runs it. */
final class Audience {
    private static final int VISITS = 4;

    private final Scene scene;
    private final SplittableRandom random;
    private final Flux<Frame> shared;

    Audience(Scene scene, SplittableRandom random) {
        this.scene = scene;
        this.random = random;
        this.shared = scene.camera.sharedFrames(scene.spec);
    }

    void run() throws InterruptedException {
        List<Thread> viewers = new ArrayList<>();
        for (int i = 0; i < scene.plan.appetite().subscribers(); i++) {
            SplittableRandom own = random.split();
            Thread viewer = new Thread(() -> visits(own), "soak-viewer");
            viewer.start();
            viewers.add(viewer);
        }
        for (Thread viewer : viewers) {
            viewer.join();
        }
    }

    private void visits(SplittableRandom own) {
        try {
            int count = Plan.between(own, 1, VISITS);
            for (int i = 0; i < count && !scene.verdict.isViolated(); i++) {
                visit(own, i == 0 ? scene.plan.ending() : Ending.draw(own));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void visit(SplittableRandom own, Ending ending) throws InterruptedException {
        Probe<Frame> probe = Pipeline.probe(scene);
        Subscribers one = new Subscribers(scene, probe, Appetite.draw(own, false, 1), ending, () -> false, own.split());
        one.subscribe(Pipeline.of(scene, scene.plan.chain(), ending, probe.watch(shared)));
        one.untilTheEnd();
        Throwable error = one.unplannedError();
        if (error != null) {
            scene.verdict.violated("an error that was not planned, for " + one, error);
        }
    }
}
