package io.github.reactorlibcamera;

/**
 * How it went with libcamera itself.
 *
 * @param state in one word
 * @param runtimeVersion of the library in use or found, empty if none
 * @param compiledVersion that the native part was compiled for, empty if none
 * @param message a sentence for people, empty when ready
 */
public record LibcameraStatus(State state, String runtimeVersion, String compiledVersion, String message) {
    /** In one word. */
    public enum State {
        /** Not asked for. */
        LEFT_OUT,
        /** Running. */
        READY,
        /** No libcamera on this machine. */
        NOT_INSTALLED,
        /** A libcamera is there, of a version that this build has no part for. */
        OTHER_VERSION,
        /** This build has no part for libcamera at all. */
        NO_PART,
        /** It was loaded and would not start. */
        FAILED
    }
}
