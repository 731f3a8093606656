package io.github.reactorlibcamera.jna.soak;

import io.github.reactorlibcamera.CameraManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Soaks cameras: sessions in random succession, with random subscribers, until the time is up or an invariant is violated. Exit
 * status 1 and the session's seed tell of a violation.
 *
 * <pre>
 * --camera=ID           any number, a lane of sessions each; simulated:gradient?unpaced and simulated:bars?unpaced without
 * --faults              things go wrong with the cameras, which are simulated ones, without options
 * --seconds=N           how long, 60 without
 * --frames=N            ends after so many frames, if that is sooner
 * --seed=N              of the run, the clock's without
 * --session-seed=N      runs this one session, over and over
 * </pre>
 */
public final class Soak {
    private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int WARM_UP_ROUNDS = 2;
    private static final long HANGS_MILLIS = TimeUnit.MINUTES.toMillis(4);
    private static final long PROGRESS_MILLIS = 10_000;

    private final SoakOptions options;
    private final Totals totals = new Totals();
    private final long begin = System.nanoTime();
    private final List<Lane> lanes = new CopyOnWriteArrayList<>();

    private Soak(SoakOptions options) {
        this.options = options;
    }

    /**
     * Soaks.
     *
     * @param arguments see above
     */
    public static void main(String[] arguments) throws InterruptedException {
        String violation = new Soak(SoakOptions.parse(arguments)).run();
        System.exit(violation == null ? 0 : 1);
    }

    private @Nullable String run() throws InterruptedException {
        say("seed " + options.seed() + ", cameras " + options.cameras());
        Thread progress = new Thread(this::progress, "soak-progress");
        progress.setDaemon(true);
        progress.start();
        String violation;
        try (CameraManager manager = CameraManager.create()) {
            SplittableRandom seeds = new SplittableRandom(options.seed());
            for (String camera : options.cameras()) {
                lanes.add(new Lane(manager, camera, options.faults(), seeds.nextLong(), totals));
            }
            violation = soak();
            lanes.forEach(Lane::close);
        }
        progress.interrupt();
        if (violation != null) {
            say("VIOLATION: " + violation);
        }
        say("seed " + options.seed() + ", " + totals + "; " + (violation == null ? "0 violations" : "1 violation"));
        return violation;
    }

    private @Nullable String soak() throws InterruptedException {
        long end = begin + TimeUnit.SECONDS.toNanos(options.seconds());
        Resources before = Resources.now();
        for (int round = 1; System.nanoTime() < end && totals.frames.sum() < options.frames(); round++) {
            long until = Math.min(System.nanoTime() + ROUND_NANOS, end);
            round(until);
            for (Lane lane : lanes) {
                if (lane.violation() != null) {
                    return lane.violation();
                }
            }
            if (round <= WARM_UP_ROUNDS) {
                before = Resources.now();
            } else {
                String growth = before.growth();
                if (growth != null) {
                    return growth;
                }
            }
        }
        return null;
    }

    private void round(long until) throws InterruptedException {
        Map<Lane, Thread> threads = new LinkedHashMap<>();
        for (Lane lane : lanes) {
            Thread thread = new Thread(() -> round(lane, until), "soak-lane");
            thread.setDaemon(true);
            thread.start();
            threads.put(lane, thread);
        }
        for (Map.Entry<Lane, Thread> entry : threads.entrySet()) {
            entry.getValue().join(HANGS_MILLIS);
            if (entry.getValue().isAlive()) {
                entry.getKey().hangs();
            }
        }
    }

    private void round(Lane lane, long until) {
        try {
            Long seed = options.sessionSeed();
            if (seed == null) {
                lane.round(until);
            } else {
                lane.replay(seed, until);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void progress() {
        try {
            for (; ; ) {
                Thread.sleep(PROGRESS_MILLIS);
                String places = lanes.stream().map(Lane::places).collect(Collectors.joining(" "));
                say(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin) + " s, " + totals.shortly() + " "
                        + places);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(String line) {
        System.out.println("soak: " + line);
    }
}
