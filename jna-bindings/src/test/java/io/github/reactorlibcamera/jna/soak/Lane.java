package io.github.reactorlibcamera.jna.soak;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureStatistics;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One camera, and the sessions on it, one after the other. Thread-bound to the thread that runs a round. */
final class Lane implements AutoCloseable {
    private static final int UNSETTLED = 8;

    private final CameraManager manager;
    private final String cameraId;
    private final boolean faulty;
    private final Totals totals;
    private final Helpers helpers;
    private final SplittableRandom seeds;

    /** Sessions that were switched away from, whose handles may still be open. */
    private final Deque<SessionRun> unsettled = new ArrayDeque<>();

    /** What ran last, since one session may disturb the next. */
    private final Deque<Plan> newest = new ArrayDeque<>();

    /** The session that runs, for whoever finds that it does so for too long. */
    private volatile @Nullable SessionRun running;

    private volatile @Nullable Camera newestCamera;
    private volatile @Nullable String violation;

    /** @param faulty true if things are to go wrong with the camera */
    Lane(CameraManager manager, String cameraId, boolean faulty, long seed, Totals totals) {
        this.manager = manager;
        this.cameraId = cameraId;
        this.faulty = faulty;
        this.totals = totals;
        this.helpers = new Helpers(cameraId);
        this.seeds = new SplittableRandom(seed);
    }

    /** Runs sessions until the time is up, then waits until all have settled. */
    void round(long untilNanos) throws InterruptedException {
        do {
            session(seeds.nextLong());
        } while (violation == null && System.nanoTime() < untilNanos);
        settle(0);
    }

    /** As a round, with the same session over and over. */
    void replay(long seed, long untilNanos) throws InterruptedException {
        do {
            session(seed);
        } while (violation == null && System.nanoTime() < untilNanos);
        settle(0);
    }

    private void session(long seed) throws InterruptedException {
        Plan plan = Plan.draw(seed, cameraId, faulty);
        if (faulty) {
            manager.camera(cameraId + "?plug"); // the session before may have had it disconnected
        }
        Camera camera = manager.camera(plan.cameraId());
        newestCamera = camera;
        SessionRun run = new SessionRun(plan, camera, totals, helpers);
        newest.addLast(plan);
        if (newest.size() > UNSETTLED) {
            newest.removeFirst();
        }
        unsettled.add(run);
        running = run;
        try {
            run.run();
        } catch (RuntimeException | Error e) {
            run.verdict().violated("the session threw", e);
        }
        settle(run.verdict().isViolated() ? 0 : UNSETTLED);
    }

    private void settle(int left) throws InterruptedException {
        while (violation == null && unsettled.size() > left) {
            SessionRun run = unsettled.remove();
            run.awaitFramesClosed();
            String finding = run.verdict().finding();
            if (finding != null) {
                violation = "in " + run + describeNewest() + "\n" + finding;
            }
        }
    }

    /** The round does not end. By another thread. */
    void hangs() {
        SessionRun run = running;
        if (run != null) {
            run.verdict().violated("the session does not end");
            violation = "in " + run + "\n" + run.verdict().finding();
        }
    }

    private String describeNewest() {
        return newest.stream()
                .map(Plan::toString)
                .collect(Collectors.joining("\n    ", "\n  the last ones:\n    ", ""));
    }

    /** {@return where the buffers are} Any thread. */
    String places() {
        Camera camera = newestCamera;
        if (camera == null) {
            return "";
        }
        CaptureStatistics now = camera.statistics();
        return "[" + now.free() + " free, " + now.queued() + " queued, " + now.waiting() + " waiting, " + now.lent()
                + " lent]";
    }

    /** {@return what is wrong, and with which session; null if nothing is} */
    @Nullable
    String violation() {
        return violation;
    }

    @Override
    public void close() {
        helpers.close();
    }
}
