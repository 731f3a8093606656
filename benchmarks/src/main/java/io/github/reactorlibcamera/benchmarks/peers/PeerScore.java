package io.github.reactorlibcamera.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What one peer did at one size, in all rounds. Thread-bound. */
final class PeerScore {
    private final Peer peer;
    private final String size;
    private final List<Double> framesPerSecond = new ArrayList<>();
    private final List<Double> ratioToRaw = new ArrayList<>();
    private final List<Double> cpuSecondsPer1000 = new ArrayList<>();
    private final List<Double> cpuRatioToRaw = new ArrayList<>();
    private int failures;

    PeerScore(Peer peer, String size) {
        this.peer = peer;
        this.size = size;
    }

    /** @param floor what the raw loop did in the same round */
    void add(Peer.Rate rate, Peer.Rate floor) {
        framesPerSecond.add(rate.framesPerSecond());
        ratioToRaw.add(rate.framesPerSecond() / floor.framesPerSecond());
        cpuSecondsPer1000.add(rate.cpuSecondsPer1000());
        cpuRatioToRaw.add(rate.cpuSecondsPer1000() / floor.cpuSecondsPer1000());
    }

    void addFailure() {
        failures++;
    }

    Peer peer() {
        return peer;
    }

    Object[] row() {
        return new Object[] {
            size,
            peer.buffers(),
            peer.tool(),
            withSpread(framesPerSecond, "%.0f"),
            withSpread(ratioToRaw, "%.2f"),
            withSpread(cpuSecondsPer1000, "%.4f"),
            withSpread(cpuRatioToRaw, "%.2f"),
            failures
        };
    }

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"tool\": \"%s\", \"size\": \"%s\", \"buffers\": %d, \"fps\": %s, \"ratioToRaw\": %s,"
                        + " \"cpuSecondsPer1000\": %s, \"failures\": %d}",
                peer.tool(),
                size,
                peer.buffers(),
                number(framesPerSecond, "%.1f"),
                number(ratioToRaw, "%.4f"),
                number(cpuSecondsPer1000, "%.5f"),
                failures);
    }

    private static String number(List<Double> values, String format) {
        return values.isEmpty() ? "null" : String.format(Locale.ROOT, format, median(values));
    }

    private static String withSpread(List<Double> values, String format) {
        if (values.isEmpty()) {
            return "-";
        }
        List<Double> sorted = values.stream().sorted().toList();
        String shown = format + " (" + format + "–" + format + ")";
        return String.format(Locale.ROOT, shown, median(values), sorted.get(0), sorted.get(sorted.size() - 1));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
