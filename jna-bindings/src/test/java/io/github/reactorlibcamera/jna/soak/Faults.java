package io.github.reactorlibcamera.jna.soak;

import io.github.reactorlibcamera.BufferStarvationException;
import io.github.reactorlibcamera.CameraDisconnectedException;
import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.CameraNotFoundException;
import io.github.reactorlibcamera.CameraTimeoutException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.StringJoiner;

/**
 * What goes wrong with a simulated camera, by the options of its id.
 *
 * @param options of the id
 * @param stalls true if it may complete no more requests
 * @param disconnects true if it may go, and come again
 * @param refusesStart true if it may not start
 */
record Faults(String options, boolean stalls, boolean disconnects, boolean refusesStart) {
    static final Faults NONE = new Faults("", false, false, false);

    private static final int EIO = 5;
    private static final Duration STALL_TIMEOUT = Duration.ofMillis(300);

    static Faults draw(SplittableRandom random) {
        StringJoiner options = new StringJoiner("&", "?", "");
        options.add(Plan.chance(random, 50) ? "unpaced" : "fps=" + Plan.between(random, 200, 1000));
        if (Plan.chance(random, 25)) {
            options.add("errors=" + Plan.between(random, 2, 50));
        }
        if (Plan.chance(random, 25)) {
            options.add("gaps=" + Plan.between(random, 2, 50));
        }
        if (Plan.chance(random, 25)) {
            options.add("backlog=" + Plan.between(random, 1, 8));
        }
        if (Plan.chance(random, 10)) {
            options.add("slow=" + Plan.between(random, 1, 5));
        }
        boolean stall = Plan.chance(random, 10);
        boolean stallBelow = Plan.chance(random, 5);
        boolean disconnect = Plan.chance(random, 15);
        boolean refused = Plan.chance(random, 5);
        if (stall) {
            options.add("stall=" + Plan.magnitude(random, 1, 1000));
        }
        if (stallBelow) {
            options.add("stall-below=" + Plan.between(random, 1, 4));
        }
        if (disconnect) {
            options.add("disconnect=" + Plan.magnitude(random, 1, 1000));
            options.add("reconnect=" + Plan.between(random, 0, 50));
        }
        if (refused) {
            options.add("start-refused=1");
        }
        return new Faults(options.toString(), stall || stallBelow, disconnect, refused);
    }

    /** {@return true if a session may end with an error} */
    boolean areFatal() {
        return stalls || disconnects || refusesStart;
    }

    Duration stallTimeout(Duration usual) {
        return stalls ? STALL_TIMEOUT : usual;
    }

    /** {@return true if a session may end with this} */
    boolean explain(Throwable error) {
        return (stalls && (error instanceof CameraTimeoutException || error instanceof BufferStarvationException))
                || (disconnects && error instanceof CameraDisconnectedException)
                || (disconnects && error instanceof CameraNotFoundException) // who comes again before the camera does
                || (refusesStart && error instanceof CameraException refused && refused.errno() == EIO);
    }
}
