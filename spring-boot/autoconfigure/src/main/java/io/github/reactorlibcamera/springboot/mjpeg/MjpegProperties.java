package io.github.reactorlibcamera.springboot.mjpeg;

import io.github.reactorlibcamera.jpeg.Subsampling;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Live pictures over HTTP. A value that cannot be fails the start with a sentence that says what can.
 *
 * @param enabled Whether the endpoint is mounted.
 * @param path Where it is mounted, as /cameras; below it everything is the endpoint's.
 * @param quality Quality of the JPEGs where a viewer asks for none, 1 to 100.
 * @param subsampling Resolution of the JPEGs' chroma; that of the camera's frames where it is not set.
 * @param writeIdleTimeout A viewer that takes nothing for so long is disconnected; 0 for never.
 * @param maxClients How many streams, snapshots and listeners to events are served at once, above which the answer is 503; 0 for any
 *     number.
 * @param headers Whether each picture of a stream has the headers X-Sequence, X-Latency-Micros and X-Client-Fps besides X-Timestamp.
 * @param snapshot Single pictures.
 * @param controls Changes of the cameras' controls.
 * @param linger How long a camera runs on after its last viewer, so that the next one need not wait; 0 to stop at once.
 * @param heartbeat The last picture is sent again if there is none for so long; 0 for never.
 * @param settle How long a camera that was just started may take to find its exposure before its first picture is shown; 0 to show
 *     all. Simulated cameras need none.
 * @param offlinePicture Whether streams show that their camera is gone, and go on when it is back, instead of ending.
 * @param firstPictureTimeout A stream that has no first picture in this time is answered with 503.
 */
@ConfigurationProperties("libcamera.mjpeg")
public record MjpegProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("/cameras") String path,
        @DefaultValue("80") int quality,
        @Nullable Subsampling subsampling,
        @DefaultValue("60s") Duration writeIdleTimeout,
        @DefaultValue("200") int maxClients,
        @DefaultValue("false") boolean headers,
        @DefaultValue Snapshot snapshot,
        @DefaultValue Controls controls,
        @DefaultValue("5s") Duration linger,
        @DefaultValue("0s") Duration heartbeat,
        @DefaultValue("1s") Duration settle,
        @DefaultValue("true") boolean offlinePicture,
        @DefaultValue("10s") Duration firstPictureTimeout) {
    /** @throws IllegalArgumentException if a value cannot be */
    public MjpegProperties {
        if (!path.matches("(/[A-Za-z0-9._~-]+)+")) {
            throw new IllegalArgumentException(
                    "libcamera.mjpeg.path begins with a slash, does not end with one, and has letters,"
                            + " digits and ._~- between, as /cameras or /api/cameras; not \"" + path + "\"");
        }
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("libcamera.mjpeg.quality is 1 to 100, not " + quality);
        }
        if (maxClients < 0) {
            throw new IllegalArgumentException(
                    "libcamera.mjpeg.max-clients is a whole number, or 0 for any number of clients, not " + maxClients);
        }
        notNegative("write-idle-timeout", writeIdleTimeout);
        notNegative("linger", linger);
        notNegative("heartbeat", heartbeat);
        notNegative("settle", settle);
        positive("first-picture-timeout", firstPictureTimeout);
    }

    /**
     * Single pictures.
     *
     * @param maxAge A picture that was taken for another viewer will do if it is not older; 0 for a new one each time.
     * @param timeout A snapshot that there is no picture for in this time is answered with 503.
     */
    public record Snapshot(
            @DefaultValue("0s") Duration maxAge,
            @DefaultValue("10s") Duration timeout) {
        /** @throws IllegalArgumentException if a value cannot be */
        public Snapshot {
            notNegative("snapshot.max-age", maxAge);
            positive("snapshot.timeout", timeout);
        }
    }

    /**
     * Changes of the cameras' controls.
     *
     * @param enabled Whether clients may change controls at all.
     * @param role Role that they need where Spring Security is on, without the prefix ROLE_.
     */
    public record Controls(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("LIBCAMERA_CONTROL") String role) {
        /** @throws IllegalArgumentException if a value cannot be */
        public Controls {
            if (role.isBlank() || role.startsWith("ROLE_")) {
                throw new IllegalArgumentException(
                        "libcamera.mjpeg.controls.role is the name of a role without the prefix"
                                + " ROLE_, as LIBCAMERA_CONTROL, not \"" + role + "\"");
            }
        }
    }

    private static void notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(
                    "libcamera.mjpeg." + name + " is a time, as 5s, or 0 for none, not " + value);
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("libcamera.mjpeg." + name + " is a time above 0, as 10s, not " + value);
        }
    }
}
