package io.github.reactorlibcamera.samples.examples;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraManager;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.PixelFormat;
import java.nio.ByteBuffer;

/** Prints how bright each of 100 frames of the simulated camera is. */
public final class Brightness {
    private Brightness() {}

    /**
     * Runs the example.
     *
     * @param args none
     */
    public static void main(String[] args) {
        try (CameraManager manager = CameraManager.create()) {
            Camera camera = manager.camera("simulated:bars");
            CaptureSpec spec = CaptureSpec.viewfinder().size(1280, 720).pixelFormat(PixelFormat.NV12);
            // maps on the session's worker, then closes the frame
            camera.frames(spec, frame -> brightness(frame.plane(0)))
                    .take(100)
                    .doOnNext(System.out::println)
                    .blockLast();
        }
    }

    private static long brightness(ByteBuffer luma) {
        long sum = 0;
        for (int i = 0; i < luma.limit(); i++) {
            sum += luma.get(i) & 0xff;
        }
        return sum / luma.limit();
    }
}
