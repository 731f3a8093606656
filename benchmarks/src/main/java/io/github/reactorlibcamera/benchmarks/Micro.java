package io.github.reactorlibcamera.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** JMH's benchmarks, with what they allocate. */
@Command(
        name = "micro",
        sortOptions = false,
        description =
                "JMH's benchmarks, with what they allocate. Takes JMH's arguments: a name's part, -f, -wi, -i, -l, -h and so on.")
final class Micro implements Callable<Integer> {
    private static final TimeValue BRIEFLY = TimeValue.milliseconds(100);

    @Option(names = "--short", description = "A tenth of a second each, without warm-up: shows that it works")
    private boolean brief;

    @Unmatched
    private final List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws CommandLineOptionException, RunnerException, IOException {
        CommandLineOptions given = new CommandLineOptions(arguments.toArray(String[]::new));
        if (given.shouldHelp() || given.shouldList()) {
            org.openjdk.jmh.Main.main(arguments.toArray(String[]::new));
            return 0;
        }
        ChainedOptionsBuilder options =
                new OptionsBuilder().parent(given).addProfiler(GCProfiler.class).shouldFailOnError(true);
        if (brief) {
            options.param("leakDetection", "ON")
                    .forks(1)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(BRIEFLY);
        }
        Collection<RunResult> results = new Runner(options.build(), progress(given)).run();
        MarkdownTable table = new MarkdownTable("benchmark", "with", "score", "±", "unit", "bytes/op");
        results.forEach(result -> add(table, result));
        System.out.println(table);
        return 0;
    }

    private static OutputFormat progress(CommandLineOptions given) {
        return OutputFormatFactory.createFormatInstance(
                System.err, given.verbosity().orElse(VerboseMode.NORMAL));
    }

    private static void add(MarkdownTable table, RunResult result) {
        String name = result.getParams().getBenchmark();
        Result<?> primary = result.getPrimaryResult();
        table.row(
                name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1),
                result.getParams().getParamsKeys().stream()
                        .map(result.getParams()::getParam)
                        .collect(Collectors.joining(" ")),
                number(primary.getScore()),
                number(primary.getScoreError()),
                primary.getScoreUnit(),
                number(allocated(result)));
    }

    private static double allocated(RunResult result) {
        Result<?> bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
        return bytes == null ? Double.NaN : bytes.getScore();
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, value < 1000 ? "%.1f" : "%.0f", value);
    }
}
