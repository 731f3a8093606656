package io.github.reactorlibcamera.spi;

import io.github.reactorlibcamera.CameraConfiguration;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.ControlInfo;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.StreamFormat;
import io.github.reactorlibcamera.StreamRole;
import java.util.List;

/**
 * A handle on one camera. The engine serialises its calls on the camera's control thread; they may block. Errors are
 * {@link io.github.reactorlibcamera.CameraException}s of the fitting type.
 */
public interface BackendCamera extends AutoCloseable {
    /** {@return what it is; the id without options, the same for all handles on one camera} */
    CameraDescriptor descriptor();

    /**
     * {@return the formats on offer}
     *
     * @param role what the stream is for
     */
    List<StreamFormat> formats(StreamRole role);

    /** {@return the controls that requests can set, sorted by name} */
    default List<ControlInfo> controls() {
        return List.of();
    }

    /** {@return what is known of the camera} */
    default ControlList properties() {
        return ControlList.EMPTY;
    }

    /**
     * {@return what the spec would become}
     *
     * @param spec what to capture
     */
    CameraConfiguration validate(CaptureSpec spec);

    /** Takes the camera for this handle alone. */
    void acquire();

    /**
     * Configures the acquired camera and makes its slots.
     *
     * @param spec what to capture
     * @return the slots, not started
     */
    BackendSession configure(CaptureSpec spec);

    /** Stops the camera, frees its slots, gives it back and ends the handle. Mappings of frames stay valid. Idempotent. */
    @Override
    void close();
}
