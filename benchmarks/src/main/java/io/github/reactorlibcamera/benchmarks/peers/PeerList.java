package io.github.reactorlibcamera.benchmarks.peers;

import io.github.reactorlibcamera.benchmarks.peers.Peer.Conditions;
import io.github.reactorlibcamera.benchmarks.peers.Peer.Memory;
import io.github.reactorlibcamera.benchmarks.peers.Peer.Rate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All that are compared, in the order of a round: each kind of memory begins with the loop that the others are compared with. */
final class PeerList {
    private static final Pattern RESULT = Pattern.compile("result (\\d+) ([\\d.]+) ([\\d.]+) (\\d+)");
    private static final Pattern GSTREAMER_TIME = Pattern.compile("Execution ended after (\\d+):(\\d+):([\\d.]+)");
    private static final Pattern CAM_FRAME = Pattern.compile("(\\d+\\.\\d+) \\(.* fps\\) .*seq: .*");

    private static final String OWN = "reactor-libcamera";

    private PeerList() {}

    /** @param programs folder of the compiled ones and of the scripts */
    static List<Peer> all(Path programs) {
        List<Peer> peers = new ArrayList<>();
        peers.add(raw("raw", Memory.ALLOCATOR, 4, programs));
        peers.add(own(OWN, Memory.ALLOCATOR, 4));
        peers.add(own(OWN + "-request1", Memory.ALLOCATOR, 4, "--one-at-a-time"));
        peers.add(own(OWN + "-latest", Memory.ALLOCATOR, 4, "--policy=LATEST"));
        peers.add(own(OWN + "-buffer", Memory.ALLOCATOR, 4, "--policy=BUFFER"));
        peers.add(new Peer("cam", Memory.ALLOCATOR, 4, PeerList::cam, PeerList::readCam));
        peers.add(new Peer("libcamerasrc", Memory.ALLOCATOR, 4, PeerList::gstreamer, PeerList::readGstreamer));
        peers.add(new Peer("python", Memory.ALLOCATOR, 4, on -> python(on, programs), reading(4)));
        for (int buffers : new int[] {4, 8}) {
            peers.add(raw("raw-memfd", Memory.MEMFD, buffers, programs));
            peers.add(own(OWN + "-memfd", Memory.MEMFD, buffers));
        }
        return peers;
    }

    private static List<String> words(Object... words) {
        return Stream.of(words).map(Object::toString).toList();
    }

    // ---- those that tell a result

    private static Peer raw(String tool, Memory memory, int buffers, Path programs) {
        String kind = memory == Memory.MEMFD ? "memfd" : "allocator";
        return new Peer(
                tool,
                memory,
                buffers,
                on -> words(
                        programs.resolve("raw-loop"),
                        on.camera(),
                        on.width(),
                        on.height(),
                        buffers,
                        kind,
                        on.warmUp(),
                        on.seconds()),
                reading(buffers));
    }

    private static List<String> python(Conditions on, Path programs) {
        return words(
                "python3",
                programs.resolve("python_loop.py"),
                on.camera(),
                on.width(),
                on.height(),
                on.warmUp(),
                on.seconds());
    }

    /** In a JVM of its own each time, as an application has. */
    private static Peer own(String tool, Memory memory, int buffers, String... options) {
        return new Peer(
                tool,
                memory,
                buffers,
                on -> {
                    List<String> command = new ArrayList<>(java());
                    command.addAll(words(
                            "frames",
                            "--camera=" + on.camera(),
                            "--width=" + on.width(),
                            "--height=" + on.height(),
                            "--buffers=" + buffers,
                            "--memory=" + (memory == Memory.MEMFD ? "MEMFD" : "CAMERA"),
                            "--warm-up=" + on.warmUp(),
                            "--seconds=" + on.seconds()));
                    command.addAll(List.of(options));
                    return command;
                },
                reading(buffers));
    }

    /** This program, as it was started itself. */
    private static List<String> java() {
        return words(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                "--enable-native-access=ALL-UNNAMED",
                "-Dreactor.libcamera.shim=" + System.getProperty("reactor.libcamera.shim", ""),
                "-jar",
                System.getProperty("java.class.path"));
    }

    private static Peer.Reading reading(int buffers) {
        return (output, on) -> {
            Matcher result = find(output, RESULT);
            if (Integer.parseInt(result.group(4)) != buffers) {
                throw new PeerFailedException("took " + result.group(4) + " buffers, not " + buffers);
            }
            double frames = Double.parseDouble(result.group(1));
            return new Rate(
                    frames / Double.parseDouble(result.group(2)), Double.parseDouble(result.group(3)) / frames * 1000);
        };
    }

    private static Matcher find(PeerProcess.Output output, Pattern pattern) throws PeerFailedException {
        return output.lines().stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .findFirst()
                .orElseThrow(() -> new PeerFailedException(
                        "ended with status " + output.status() + " and no result; its last line: " + output.last()));
    }

    // ---- those that are not ours: so many frames, and the CPU time of the whole process

    private static List<String> cam(Conditions on) {
        return words(
                "cam",
                "--camera=" + on.camera(),
                "--stream=role=viewfinder,width=" + on.width() + ",height=" + on.height(),
                "--capture=" + on.frames());
    }

    /** It prints a line with the time for each frame. */
    private static Rate readCam(PeerProcess.Output output, Conditions on) throws PeerFailedException {
        List<Double> times = output.lines().stream()
                .map(CAM_FRAME::matcher)
                .filter(Matcher::matches)
                .map(line -> Double.valueOf(Objects.requireNonNull(line.group(1))))
                .toList();
        if (times.size() < on.frames()) {
            throw new PeerFailedException("captured " + times.size() + " frames, not " + on.frames());
        }
        List<Double> warm = times.subList(times.size() / 4, times.size());
        return new Rate(
                (warm.size() - 1) / (warm.get(warm.size() - 1) - warm.get(0)),
                output.cpuSeconds() / times.size() * 1000);
    }

    private static List<String> gstreamer(Conditions on) {
        return words(
                "gst-launch-1.0",
                "--no-fault", // else a crash is a hang
                "libcamerasrc",
                "camera-name=" + on.camera(),
                "!",
                "video/x-raw,format=NV12,width=" + on.width() + ",height=" + on.height(),
                "!",
                "fakesink",
                "num-buffers=" + on.frames());
    }

    private static Rate readGstreamer(PeerProcess.Output output, Conditions on) throws PeerFailedException {
        Matcher time = find(output, GSTREAMER_TIME);
        double seconds = Integer.parseInt(time.group(1)) * 3600.0
                + Integer.parseInt(time.group(2)) * 60.0
                + Double.parseDouble(time.group(3));
        return new Rate(on.frames() / seconds, output.cpuSeconds() / on.frames() * 1000);
    }
}
