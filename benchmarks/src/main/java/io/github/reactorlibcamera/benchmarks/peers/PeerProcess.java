package io.github.reactorlibcamera.benchmarks.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One process at a time, whose output goes to memory. */
final class PeerProcess {
    /** Of a child's time in {@code /proc}: Linux shows it in hundredths on every machine. */
    private static final double TICKS_PER_SECOND = 100;

    /** Fields of {@code /proc/self/stat} after the command's name: user and kernel time of children that are waited for. */
    private static final int CHILDREN_USER = 13;

    private static final int CHILDREN_SYSTEM = 14;

    /** A file there is memory. */
    private static final Path MEMORY = Path.of("/dev/shm");

    private PeerProcess() {}

    /**
     * What one has left.
     *
     * @param cpuSeconds of the whole process
     * @param status 0 if it ended well
     */
    record Output(List<String> lines, double cpuSeconds, int status) {
        String last() {
            return lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1);
        }
    }

    static Output run(List<String> command, double secondsAtMost)
            throws PeerFailedException, IOException, InterruptedException {
        Path file = Files.createTempFile(MEMORY, "bench", ".log");
        try {
            double before = childrenSeconds();
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(file.toFile())
                    .start();
            boolean ended = process.waitFor(Math.round(secondsAtMost * 1000), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            Output output = new Output(
                    new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                            .lines()
                            .toList(),
                    childrenSeconds() - before,
                    process.exitValue());
            if (!ended) {
                throw new PeerFailedException(
                        "did not end within " + Math.round(secondsAtMost) + " s; its last line: " + output.last());
            }
            return output;
        } finally {
            Files.delete(file);
        }
    }

    private static double childrenSeconds() throws IOException {
        String all = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = all.substring(all.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_SYSTEM])) / TICKS_PER_SECOND;
    }
}
