package io.github.reactorlibcamera.jna.soak;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@link Soak}.
 *
 * @param cameras ids, a lane each
 * @param seed of the run
 * @param faults true if things are to go wrong with the cameras
 * @param sessionSeed of the one session to be run over and over, null for random ones
 * @param seconds how long
 * @param frames how many at most
 */
record SoakOptions(
        List<String> cameras,
        long seed,
        boolean faults,
        @Nullable Long sessionSeed,
        long seconds,
        long frames) {
    private static final List<String> SIMULATED = List.of("simulated:gradient", "simulated:bars");

    static SoakOptions parse(String... arguments) {
        List<String> cameras = new ArrayList<>();
        long seed = System.nanoTime();
        boolean faults = false;
        Long sessionSeed = null;
        long seconds = 60;
        long frames = Long.MAX_VALUE;
        for (String argument : arguments) {
            String value = argument.substring(argument.indexOf('=') + 1);
            switch (argument.replaceFirst("=.*", "")) {
                case "--camera" -> cameras.add(value);
                case "--faults" -> faults = true;
                case "--seed" -> seed = Long.parseLong(value);
                case "--session-seed" -> sessionSeed = Long.valueOf(value);
                case "--seconds" -> seconds = Long.parseLong(value);
                case "--frames" -> frames = Long.parseLong(value);
                default -> throw new IllegalArgumentException("unknown argument " + argument);
            }
        }
        if (cameras.isEmpty()) {
            String options = faults ? "" : "?unpaced";
            SIMULATED.forEach(camera -> cameras.add(camera + options));
        }
        return new SoakOptions(cameras, seed, faults, sessionSeed, seconds, frames);
    }
}
