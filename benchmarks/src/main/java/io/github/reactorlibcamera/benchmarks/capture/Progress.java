package io.github.reactorlibcamera.benchmarks.capture;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;

/**
 * What this process has done by a moment, or between two.
 *
 * @param frames delivered
 * @param seconds of a clock that begins anywhere
 * @param cpuSeconds of all threads, in user space and in the kernel; counted in hundredths
 */
record Progress(long frames, double seconds, double cpuSeconds) {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    static Progress of(Collection<FrameCounter> counters) {
        return new Progress(
                counters.stream().mapToLong(FrameCounter::frames).sum(),
                System.nanoTime() / 1e9,
                PROCESS.getProcessCpuTime() / 1e9);
    }

    /** {@return what is done in the next seconds} */
    static Progress during(double seconds, Collection<FrameCounter> counters) throws InterruptedException {
        Progress begin = of(counters);
        Thread.sleep(Math.round(seconds * 1000));
        Progress end = of(counters);
        return new Progress(end.frames - begin.frames, end.seconds - begin.seconds, end.cpuSeconds - begin.cpuSeconds);
    }

    static Progress during(double seconds, FrameCounter counter) throws InterruptedException {
        return during(seconds, List.of(counter));
    }

    double framesPerSecond() {
        return frames / seconds;
    }
}
