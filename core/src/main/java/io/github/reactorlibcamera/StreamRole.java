package io.github.reactorlibcamera;

/** What a stream is for; the camera chooses its defaults by it ({@code libcamera::StreamRole}). */
public enum StreamRole {
    /** Pixels as the sensor gives them. */
    RAW,
    /** Single pictures of high quality. */
    STILL_CAPTURE,
    /** Video to be stored. */
    VIDEO_RECORDING,
    /** Video to be looked at. */
    VIEWFINDER
}
