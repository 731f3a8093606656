package io.github.reactorlibcamera.benchmarks;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * Durations as a table shows them, in µs.
 *
 * @param nanos what was measured, in ns
 */
public record Percentiles(Histogram nanos) {
    /**
     * One of them.
     *
     * @param percentile up to 100, which is the longest
     * @return in µs
     */
    public String of(double percentile) {
        return String.format(Locale.ROOT, "%.1f", nanos.getValueAtPercentile(percentile) / 1e3);
    }

    /** {@return how many durations there are} */
    public long count() {
        return nanos.getTotalCount();
    }
}
