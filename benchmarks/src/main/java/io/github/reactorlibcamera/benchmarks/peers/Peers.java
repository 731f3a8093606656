package io.github.reactorlibcamera.benchmarks.peers;

import io.github.reactorlibcamera.benchmarks.MarkdownTable;
import io.github.reactorlibcamera.benchmarks.peers.Peer.Conditions;
import io.github.reactorlibcamera.benchmarks.peers.Peer.Memory;
import io.github.reactorlibcamera.benchmarks.peers.Peer.Rate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The library beside the raw loop in C++, {@code cam}, GStreamer and libcamera's Python, in rounds in which each has its turn. A ratio
 * is one of two runs of the same round. Who fails is counted, and fails no one else.
 */
@Command(name = "peers", sortOptions = false, description = "The library beside other ways to capture.")
public final class Peers implements Callable<Integer> {
    /** Beyond the warm-up and the measured time, times two or more: to start and to stop, on a machine that has other work. */
    private static final double PATIENCE_SECONDS = 20;

    /** How much slower than the raw loop one that counts frames may be. */
    private static final double PATIENCE_FACTOR = 5;

    @Option(names = "--camera", paramLabel = "ID", defaultValue = "Virtual0", description = "Default: Virtual0")
    private String camera = "";

    @Option(names = "--size", paramLabel = "WxH", split = ",", description = "Default: 32x16,320x240,640x480,1920x1080")
    private List<String> sizes = List.of("32x16", "320x240", "640x480", "1920x1080");

    @Option(names = "--tool", paramLabel = "NAME", split = ",", description = "Only these, and the raw loops")
    private List<String> tools = List.of();

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "Default: 5")
    private int rounds;

    @Option(names = "--warm-up", paramLabel = "S", defaultValue = "2", description = "Seconds before (default: 2)")
    private double warmUp;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "3", description = "Of each measurement (default: 3)")
    private double seconds;

    @Option(names = "--short", description = "One round of a second at 320x240: shows that it works")
    private boolean brief;

    @Option(names = "--programs", hidden = true, required = true)
    private Path programs = Path.of("");

    @Option(names = "--json", hidden = true, required = true)
    private Path json = Path.of("");

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (brief) {
            sizes = List.of("320x240");
            rounds = 1;
            warmUp = 0.5;
            seconds = 1;
        }
        List<Peer> peers = PeerList.all(programs).stream()
                .filter(peer -> tools.isEmpty() || peer.isFloor() || tools.contains(peer.tool()))
                .toList();
        List<List<PeerScore>> scores = new ArrayList<>();
        for (String size : sizes) {
            scores.add(peers.stream().map(peer -> new PeerScore(peer, size)).toList());
        }
        for (int round = 1; round <= rounds; round++) {
            for (int i = 0; i < sizes.size(); i++) {
                System.err.printf("round %d of %d, %s%n", round, rounds, sizes.get(i));
                takeTurns(conditions(sizes.get(i)), scores.get(i));
            }
        }
        report(scores.stream().flatMap(List::stream).toList());
        return 0;
    }

    private Conditions conditions(String size) {
        String[] sides = size.split("x", -1);
        return new Conditions(camera, Integer.parseInt(sides[0]), Integer.parseInt(sides[1]), warmUp, seconds, 0);
    }

    /** Each peer once. One that has no raw loop to be compared with, as that has failed, is left out. */
    private static void takeTurns(Conditions conditions, List<PeerScore> scores)
            throws IOException, InterruptedException {
        Map<Memory, Rate> floors = new EnumMap<>(Memory.class);
        for (PeerScore score : scores) {
            Peer peer = score.peer();
            Rate floor = peer.isFloor() ? null : floors.get(peer.memory());
            if (peer.isFloor()) {
                floors.remove(peer.memory());
            } else if (floor == null) {
                continue;
            }
            try {
                Rate rate = run(score, conditions, floor);
                score.add(rate, floor == null ? rate : floor);
                if (peer.isFloor()) {
                    floors.put(peer.memory(), rate);
                }
                say(peer, String.format(Locale.ROOT, "%9.0f", rate.framesPerSecond()));
            } catch (PeerFailedException e) {
                score.addFailure();
                say(peer, "FAILED: it " + e.getMessage());
            }
        }
    }

    /** Of one that crashes when all frames are captured, both counts: the rate and the crash. */
    private static Rate run(PeerScore score, Conditions all, @Nullable Rate floor)
            throws PeerFailedException, IOException, InterruptedException {
        Peer peer = score.peer();
        double captured = all.warmUp() + all.seconds();
        long frames = floor == null ? 0 : Math.max(100, Math.round(floor.framesPerSecond() * captured));
        Conditions conditions =
                new Conditions(all.camera(), all.width(), all.height(), all.warmUp(), all.seconds(), frames);
        PeerProcess.Output output =
                PeerProcess.run(peer.command().of(conditions), PATIENCE_SECONDS + PATIENCE_FACTOR * captured);
        Rate rate = peer.reading().of(output, conditions);
        if (output.status() != 0) {
            score.addFailure();
            say(peer, "FAILED in the end, with status " + output.status());
        }
        return rate;
    }

    private static void say(Peer peer, String what) {
        System.err.printf("    %-28s %d %s%n", peer.tool(), peer.buffers(), what);
    }

    private void report(List<PeerScore> scores) throws IOException {
        MarkdownTable table =
                new MarkdownTable("size", "buffers", "tool", "frames/s", "to raw", "CPU s/1000", "to raw", "failures");
        scores.forEach(score -> table.row(score.row()));
        System.out.println(table);
        System.out.println("Medians, and in brackets the lowest and the highest, of " + rounds
                + " rounds. A ratio is one of two runs of"
                + " the same round,\nof which the other is the raw loop with the same kind of memory and as many buffers. CPU seconds of"
                + " cam and libcamerasrc are\nthe whole process's. The camera's allocator makes 4 buffers, whatever is asked for; 8 are"
                + " possible with imported memory only,\nwhich cam, libcamerasrc and Python do not import.");
        Files.writeString(
                json, scores.stream().map(PeerScore::json).collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n")));
    }
}
