package io.github.reactorlibcamera.test;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureStatistics;
import java.time.Duration;
import java.util.List;

/** Assertions on cameras of any kind; they need no assertion library. Reentrant; they block. */
public final class CameraAssertions {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** A session that goes on after this is taken for one that is meant to. */
    private static final long ENDING_NANOS = Duration.ofSeconds(1).toNanos();

    private static final long NAP_MILLIS = 2;

    private CameraAssertions() {}

    /**
     * Asserts that the camera's last session leaks nothing, within 10 seconds.
     *
     * @param camera the camera
     * @throws AssertionError as {@link #assertNoLeaks(Camera, Duration)} does
     */
    public static void assertNoLeaks(Camera camera) {
        assertNoLeaks(camera, LIMIT);
    }

    /**
     * Asserts that the camera's last session leaks nothing: that after its end all buffers are home, but for those that a
     * camera which is gone never gave back; or, if it goes on, that for a moment none is lent or leased. Waits for either.
     *
     * @param camera the camera
     * @param limit how long to wait at most
     * @throws AssertionError saying how many buffers are where, if some are out then, or if frames were found that nobody had closed
     *     and nobody could reach any more
     */
    public static void assertNoLeaks(Camera camera, Duration limit) {
        assertNoLeaks(List.of(camera), limit);
    }

    /**
     * Asserts that the last session of none of the manager's cameras leaks anything, within 10 seconds for all.
     *
     * @param manager the manager, not closed yet
     * @throws AssertionError as {@link #assertNoLeaks(Camera, Duration)} does, with a line for each camera that leaks
     */
    public static void assertNoLeaks(CameraManager manager) {
        assertNoLeaks(manager.cameras(), LIMIT);
    }

    private static void assertNoLeaks(List<Camera> cameras, Duration limit) {
        long begin = System.nanoTime();
        List<Camera> suspects = cameras;
        while (true) {
            long waited = System.nanoTime() - begin;
            boolean ending = waited < Math.min(ENDING_NANOS, limit.toNanos());
            suspects = suspects.stream()
                    .filter(camera -> !isClean(camera.statistics(), ending))
                    .toList();
            if (suspects.isEmpty()) {
                return;
            }
            if (waited >= limit.toNanos()
                    || suspects.stream().anyMatch(camera -> camera.statistics().leaked() > 0)
                    || !nap()) {
                throw new AssertionError(String.join(
                        "\n", suspects.stream().map(CameraAssertions::describe).toList()));
            }
        }
    }

    private static boolean isClean(CaptureStatistics now, boolean ending) {
        if (now.leaked() > 0 || now.lent() > 0 || now.leased() > 0) {
            return false;
        }
        return now.running() ? !ending : now.waiting() == 0 && now.queued() == 0;
    }

    private static String describe(Camera camera) {
        CaptureStatistics now = camera.statistics();
        int all = now.free() + now.leased() + now.queued() + now.waiting() + now.lent() + now.abandoned();
        StringBuilder text = new StringBuilder("camera " + camera.id() + " leaks: of its " + all + " buffers "
                + now.lent() + " lent, " + now.leased() + " leased, " + now.waiting() + " waiting, " + now.queued()
                + " queued, " + now.abandoned() + " abandoned, " + now.free() + " free, after "
                + now.delivered() + " deliveries; its session " + (now.running() ? "is running" : "has ended"));
        if (now.lent() > 0) {
            text.append("; a frame was not closed: does each path close it, and does the chain end with"
                    + " .doOnDiscard(Frame.class, Frame::close)?");
        }
        if (!now.running() && now.waiting() + now.queued() > 0) {
            text.append("; its last step did not run: was its scheduler disposed, or does onNext not return?");
        }
        if (now.leased() > 0) {
            text.append("; a RequestLease was neither queued nor closed");
        }
        if (now.leaked() > 0) {
            text.append("; ").append(now.leaked()).append(" handles were collected unclosed, see the log");
        }
        return text.toString();
    }

    /** {@return false if the thread was interrupted} */
    private static boolean nap() {
        try {
            Thread.sleep(NAP_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
