package io.github.reactorlibcamera.springboot.mjpeg;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.Size;
import io.github.reactorlibcamera.spi.CameraDescriptor;
import io.github.reactorlibcamera.test.ScriptedBackend;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Cameras that give a frame when a test says so: noise, whose JPEG is large, at 100 frames per second by their timestamps. */
final class TestCameras {
    private static final Size SIZE = new Size(320, 240);

    private TestCameras() {}

    static ScriptedBackend of(String... ids) {
        AtomicLong time = new AtomicLong(System.nanoTime());
        return ScriptedBackend.manual()
                .cameras(Arrays.stream(ids).map(TestCameras::descriptor).toArray(CameraDescriptor[]::new))
                .format(PixelFormat.RGB888, SIZE)
                .pictures(TestCameras::noise)
                .clock(() -> time.addAndGet(10_000_000));
    }

    private static CameraDescriptor descriptor(String id) {
        return new CameraDescriptor(id, "Test \"Cam\" 9000", Camera.Location.EXTERNAL, id.startsWith("simulated:"));
    }

    private static void noise(ByteBuffer pixels, long sequence) {
        byte[] noise = new byte[pixels.capacity()];
        new Random(sequence).nextBytes(noise);
        pixels.put(noise);
    }
}
