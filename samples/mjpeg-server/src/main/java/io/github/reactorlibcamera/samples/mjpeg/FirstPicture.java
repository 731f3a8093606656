package io.github.reactorlibcamera.samples.mjpeg;

import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.springboot.mjpeg.CameraDirectory;
import io.github.reactorlibcamera.springboot.mjpeg.LiveCamera;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Proves that pictures flow before anybody is told so: takes one, from the first camera that gives one. */
final class FirstPicture {
    private final CameraManager manager;
    private final CameraDirectory directory;
    private final PrintWriter out;

    FirstPicture(CameraManager manager, CameraDirectory directory, PrintWriter out) {
        this.manager = manager;
        this.directory = directory;
        this.out = out;
    }

    /**
     * Blocks until there is a picture, and makes its camera the first. Says why no real camera was taken.
     *
     * @throws CameraException if no camera gives one
     */
    void await() {
        List<LiveCamera> cameras = Objects.requireNonNull(directory.cameras().block());
        if (cameras.stream().allMatch(camera -> camera.camera().isSimulated()) && cameras.size() != 1) {
            out.println("No real camera: " + whyNone());
        }
        CameraException failure = null;
        for (LiveCamera camera : cameras) {
            if (failure != null) {
                out.println(failure.getMessage());
            }
            try {
                camera.picture().block();
                directory.putFirst(camera);
                return;
            } catch (RuntimeException e) {
                String reason = e instanceof CameraException ? e.getMessage() : "it gave no picture in time";
                failure = new CameraException(
                        "Camera " + camera.camera().id() + ": " + reason,
                        camera.camera().id(),
                        0);
                failure.initCause(e);
            }
        }
        throw failure == null ? new CameraException("there is no camera at all", null, 0) : failure;
    }

    private String whyNone() {
        String message = manager.libcamera().message();
        if (!message.isEmpty()) {
            return message;
        }
        return hasUnreadableDevice()
                ? "there are camera devices, but you may not open them: join the group \"video\" and log in again."
                : "libcamera finds none.";
    }

    private static boolean hasUnreadableDevice() {
        try (DirectoryStream<Path> devices = Files.newDirectoryStream(Path.of("/dev"), "{video,media}*")) {
            for (Path device : devices) {
                if (!Files.isReadable(device) || !Files.isWritable(device)) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false; // then there is nothing to hint at
        }
        return false;
    }
}
