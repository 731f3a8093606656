package io.github.reactorlibcamera.jna;

import com.sun.jna.Memory;
import io.github.reactorlibcamera.CameraBusyException;
import io.github.reactorlibcamera.CameraDisconnectedException;
import io.github.reactorlibcamera.CameraException;
import io.github.reactorlibcamera.CameraMemoryException;
import io.github.reactorlibcamera.ConfigurationRejectedException;
import org.jspecify.annotations.Nullable;

/** Turns the shim's error numbers into exceptions. */
final class ShimErrors {
    static final int ENOMEM = 12;
    static final int EBUSY = 16;
    static final int ENODEV = 19;
    static final int EINVAL = 22;
    static final int ENOTSUP = 95;

    private ShimErrors() {}

    /** Throws what fits if RESULT is negative. On the thread that made the call. */
    static void check(int result, @Nullable String cameraId) {
        if (result < 0) {
            throw exception(-result, lastMessage(), cameraId);
        }
    }

    static CameraException exception(int errno, String message, @Nullable String cameraId) {
        return switch (errno) {
            case EBUSY -> new CameraBusyException(message, cameraId, errno);
            case ENODEV -> new CameraDisconnectedException(message, cameraId, errno);
            case EINVAL, ENOTSUP -> new ConfigurationRejectedException(message, cameraId, errno);
            case ENOMEM -> new CameraMemoryException(message, cameraId, errno);
            default -> new CameraException(message, cameraId, errno);
        };
    }

    /** {@return the sentence for the calling thread's last failed call} */
    static String lastMessage() {
        try (Memory buffer = new Memory(Abi.MESSAGE_SIZE)) {
            Shim.rlc_last_error(buffer, buffer.size());
            return buffer.getString(0, "UTF-8");
        }
    }
}
