package io.github.reactorlibcamera.benchmarks.peers;

/** A peer has crashed, hangs, or says something else than what it should. */
final class PeerFailedException extends Exception {
    private static final long serialVersionUID = 1;

    PeerFailedException(String message) {
        super(message);
    }
}
