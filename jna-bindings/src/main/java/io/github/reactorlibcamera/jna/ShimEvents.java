package io.github.reactorlibcamera.jna;

import com.sun.jna.Memory;
import io.github.reactorlibcamera.LibcameraLog;
import io.github.reactorlibcamera.spi.SystemListener;

/** A daemon thread that waits in the shim for events of a manager, and tells the listener. It ends when the manager is closed. */
final class ShimEvents implements Runnable {
    private static final int ETIMEDOUT = 110;

    private final long manager;
    private final SystemListener listener;

    ShimEvents(long manager, SystemListener listener) {
        this.manager = manager;
        this.listener = listener;
    }

    void start() {
        Thread thread = new Thread(this, "camera-events");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try (Memory event = new Memory(Abi.EVENT_SIZE)) {
            event.setInt(0, Abi.EVENT_SIZE);
            for (; ; ) {
                int result = Shim.rlc_manager_event(manager, -1, event);
                if (result == 0) {
                    tell(event);
                } else if (result != -ETIMEDOUT) {
                    return;
                }
            }
        }
    }

    private void tell(Memory event) {
        switch (event.getInt(Abi.EVENT_TYPE)) {
            case 1 -> listener.cameraAdded(ShimSystem.descriptor(event.share(Abi.EVENT_CAMERA)));
            case 2 -> listener.cameraRemoved(ShimSystem.descriptor(event.share(Abi.EVENT_CAMERA)));
            case 3 -> listener.camerasLost();
            case 4 -> log(event);
            default -> {
                // a newer shim's
            }
        }
    }

    private void log(Memory event) {
        String category = event.getString(Abi.EVENT_CATEGORY, "UTF-8");
        listener.log(level(event.getInt(Abi.EVENT_LEVEL)), category, event.getString(Abi.EVENT_MESSAGE, "UTF-8"));
        int lost = event.getInt(Abi.EVENT_LOST);
        if (lost != 0) {
            listener.log(LibcameraLog.WARN, "", lost + " more lines of libcamera's log are lost: they came too fast");
        }
    }

    /** {@code enum rlc_log_level} */
    static int number(LibcameraLog level) {
        return switch (level) {
            case NATIVE -> 0;
            case OFF -> 1;
            case ERROR -> 2;
            case WARN -> 3;
            case INFO -> 4;
            case DEBUG -> 5;
        };
    }

    private static LibcameraLog level(int number) {
        return switch (number) {
            case 2 -> LibcameraLog.ERROR;
            case 3 -> LibcameraLog.WARN;
            case 4 -> LibcameraLog.INFO;
            default -> LibcameraLog.DEBUG;
        };
    }
}
