package io.github.reactorlibcamera.benchmarks.peers;

import java.util.List;

/**
 * A way to capture.
 *
 * @param tool its name
 * @param memory where its buffers come from
 * @param buffers how many
 * @param command what runs it
 * @param reading what its output tells
 */
record Peer(String tool, Memory memory, int buffers, Command command, Reading reading) {
    /** What is compared only with its own kind. */
    enum Memory {
        /** The camera's allocator. */
        ALLOCATOR("raw"),
        /** memfds that are imported. */
        MEMFD("raw-memfd");

        /** The tool that the others with such memory are compared with. */
        final String floor;

        Memory(String floor) {
            this.floor = floor;
        }
    }

    /** Makes a command line. */
    interface Command {
        List<String> of(Conditions conditions);
    }

    /** Reads what a process has left. */
    interface Reading {
        /**
         * Reads it.
         *
         * @throws PeerFailedException if it does not tell what it should
         */
        Rate of(PeerProcess.Output output, Conditions conditions) throws PeerFailedException;
    }

    /**
     * What is the same for all.
     *
     * @param frames about as many as the camera gives in the warm-up and the measured time; for tools that count frames, not seconds
     */
    record Conditions(String camera, int width, int height, double warmUp, double seconds, long frames) {
        String size() {
            return width + "x" + height;
        }
    }

    /**
     * What one run gave.
     *
     * @param cpuSecondsPer1000 for a thousand frames
     */
    record Rate(double framesPerSecond, double cpuSecondsPer1000) {}

    boolean isFloor() {
        return tool.equals(memory.floor);
    }
}
