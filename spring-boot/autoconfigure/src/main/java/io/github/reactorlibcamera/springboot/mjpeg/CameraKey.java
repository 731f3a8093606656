package io.github.reactorlibcamera.springboot.mjpeg;

import io.github.reactorlibcamera.Camera;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Names of cameras for URLs: the model for people, a hash of the id to tell two of a model apart. Ids themselves have slashes,
 * colons and backslashes, which firewalls and proxies refuse. The same after a replug, as the id is, and whatever the options of a
 * simulated camera.
 */
public final class CameraKey {
    private CameraKey() {}

    /**
     * {@return a key of {@code [a-z0-9-]+}}
     *
     * @param camera any
     */
    public static String of(Camera camera) {
        String model = camera.model()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return (model.isEmpty() ? "camera" : model) + "-" + hash(idOf(camera));
    }

    private static String idOf(Camera camera) {
        int options = camera.isSimulated() ? camera.id().indexOf('?') : -1;
        return options < 0 ? camera.id() : camera.id().substring(0, options);
    }

    private static String hash(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
