package io.github.reactorlibcamera.benchmarks;

import io.github.reactorlibcamera.benchmarks.capture.Frames;
import io.github.reactorlibcamera.benchmarks.capture.Latency;
import io.github.reactorlibcamera.benchmarks.capture.Scale;
import io.github.reactorlibcamera.benchmarks.capture.Uptime;
import io.github.reactorlibcamera.benchmarks.mjpeg.MjpegServers;
import io.github.reactorlibcamera.benchmarks.mjpeg.Viewers;
import io.github.reactorlibcamera.benchmarks.peers.Peers;
import io.github.reactorlibcamera.benchmarks.wakeup.Designs;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command line of {@code ./bench}. */
@Command(
        name = "bench",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Measures the library. What is a table goes to the standard output, progress to the standard error.",
        subcommands = {
            Peers.class,
            Latency.class,
            Designs.class,
            Micro.class,
            Scale.class,
            Uptime.class,
            MjpegServers.class,
            Frames.class,
            Viewers.class,
            HelpCommand.class
        })
public final class Bench {
    private Bench() {}

    /**
     * Runs one.
     *
     * @param arguments which, and its options
     */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }
}
