package io.github.reactorlibcamera.springboot.mjpeg;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An element of {@code {path}/{camera}/clients}.
 *
 * @param id counted from 1 since the start of the application
 * @param address where it comes from
 * @param rendition what it is sent
 * @param frames pictures sent so far
 * @param fps pictures per second of late
 * @param since when it came
 */
public record ClientSummary(
        long id, String address, @Nullable Rendition rendition, long frames, double fps, Instant since) {}
