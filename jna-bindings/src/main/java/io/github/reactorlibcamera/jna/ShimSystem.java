package io.github.reactorlibcamera.jna;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CameraNotFoundException;
import io.github.reactorlibcamera.LibcameraLog;
import io.github.reactorlibcamera.LibcameraStatus;
import io.github.reactorlibcamera.spi.BackendCamera;
import io.github.reactorlibcamera.spi.CameraDescriptor;
import io.github.reactorlibcamera.spi.CameraSystem;
import io.github.reactorlibcamera.spi.SystemListener;
import java.util.List;
import java.util.stream.Collectors;

/** A running manager of the shim. */
final class ShimSystem implements CameraSystem {
    private final long manager;

    ShimSystem() {
        try (Memory options = new Memory(Abi.MANAGER_OPTIONS_SIZE);
                Memory out = new Memory(Long.BYTES)) {
            options.clear();
            options.setInt(0, Abi.MANAGER_OPTIONS_SIZE);
            options.setInt(4, 1);
            options.setInt(8, 1);
            options.setInt(12, ShimEvents.number(LibcameraLog.byProperty()));
            ShimErrors.check(Shim.rlc_manager_open(options, out), null);
            this.manager = out.getLong(0);
        }
    }

    @Override
    public List<CameraDescriptor> cameras() {
        return StructList.read(
                Abi.CAMERA_INFO_SIZE,
                (infos, capacity, count) -> Shim.rlc_manager_cameras(manager, infos, capacity, count),
                ShimSystem::descriptor,
                null);
    }

    static CameraDescriptor descriptor(Pointer info) {
        int location = info.getInt(Abi.CAMERA_INFO_LOCATION);
        return new CameraDescriptor(
                info.getString(Abi.CAMERA_INFO_ID, "UTF-8"),
                info.getString(Abi.CAMERA_INFO_MODEL, "UTF-8"),
                switch (location) {
                    case 1 -> Camera.Location.FRONT;
                    case 2 -> Camera.Location.BACK;
                    case 3 -> Camera.Location.EXTERNAL;
                    default -> Camera.Location.UNKNOWN;
                },
                info.getInt(Abi.CAMERA_INFO_KIND) == Abi.KIND_SIMULATED);
    }

    @Override
    public BackendCamera open(String id) {
        if (id.indexOf('\0') >= 0) {
            throw notFound(id, "an id has no NUL character");
        }
        try (Memory name = CString.of(id);
                Memory out = new Memory(Long.BYTES)) {
            if (Shim.rlc_camera_open(manager, name, out) < 0) {
                throw notFound(id, ShimErrors.lastMessage());
            }
            return new ShimCamera(id, out.getLong(0));
        }
    }

    private CameraNotFoundException notFound(String id, String why) {
        String there = cameras().stream().map(CameraDescriptor::id).collect(Collectors.joining(", "));
        return new CameraNotFoundException(
                "no camera \"" + id + "\": " + why + "; there are: " + there, id, ShimErrors.ENODEV);
    }

    @Override
    public void listen(SystemListener listener) {
        new ShimEvents(manager, listener).start();
    }

    @Override
    public LibcameraStatus libcamera() {
        try (Memory info = new Memory(Abi.LIBCAMERA_INFO_SIZE)) {
            info.clear();
            info.setInt(0, Abi.LIBCAMERA_INFO_SIZE);
            ShimErrors.check(Shim.rlc_manager_libcamera(manager, info), null);
            return new LibcameraStatus(
                    switch (info.getInt(Abi.LIBCAMERA_INFO_STATE)) {
                        case 0 -> LibcameraStatus.State.LEFT_OUT;
                        case 1 -> LibcameraStatus.State.READY;
                        case 2 -> LibcameraStatus.State.NOT_INSTALLED;
                        case 3 -> LibcameraStatus.State.OTHER_VERSION;
                        case 4 -> LibcameraStatus.State.NO_PART;
                        default -> LibcameraStatus.State.FAILED;
                    },
                    info.getString(Abi.LIBCAMERA_INFO_RUNTIME, "UTF-8"),
                    info.getString(Abi.LIBCAMERA_INFO_COMPILED, "UTF-8"),
                    info.getString(Abi.LIBCAMERA_INFO_MESSAGE, "UTF-8"));
        }
    }

    @Override
    public void close() {
        Shim.rlc_manager_close(manager); // -EBADF the second time, which is fine
    }
}
