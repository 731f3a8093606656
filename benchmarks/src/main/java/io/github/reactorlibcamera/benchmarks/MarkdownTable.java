package io.github.reactorlibcamera.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table to be read in a terminal and pasted into a document. Thread-bound. */
public final class MarkdownTable {
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * A table without rows.
     *
     * @param columns their names
     */
    public MarkdownTable(String... columns) {
        rows.add(List.of(columns));
    }

    /**
     * Adds a row.
     *
     * @param cells as many as there are columns
     */
    public void row(Object... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(cells.length + " cells for the columns " + rows.get(0));
        }
        rows.add(List.of(cells).stream().map(Object::toString).toList());
    }

    @Override
    public String toString() {
        List<Integer> widths = IntStream.range(0, rows.get(0).size())
                .mapToObj(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toList();
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            lines.add(IntStream.range(0, row.size())
                    .mapToObj(column -> pad(row.get(column), widths.get(column)))
                    .collect(Collectors.joining(" | ", "| ", " |")));
        }
        lines.add(1, widths.stream().map("-"::repeat).collect(Collectors.joining(" | ", "| ", " |")));
        return String.join("\n", lines) + "\n";
    }

    private static String pad(String cell, int width) {
        return cell + " ".repeat(width - cell.length());
    }
}
