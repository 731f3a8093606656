package io.github.reactorlibcamera.jna;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.github.reactorlibcamera.BufferMemory;
import io.github.reactorlibcamera.CameraConfiguration;
import io.github.reactorlibcamera.CameraConfiguration.Adjustment;
import io.github.reactorlibcamera.CameraMemoryException;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.ColorSpace;
import io.github.reactorlibcamera.ConfigurationRejectedException;
import io.github.reactorlibcamera.ControlInfo;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.FrameBuffer;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.Size;
import io.github.reactorlibcamera.StreamConfiguration;
import io.github.reactorlibcamera.StreamFormat;
import io.github.reactorlibcamera.StreamRole;
import io.github.reactorlibcamera.StreamSpec;
import io.github.reactorlibcamera.spi.BackendCamera;
import io.github.reactorlibcamera.spi.BackendSession;
import io.github.reactorlibcamera.spi.CameraDescriptor;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A handle on one camera of the shim. */
final class ShimCamera implements BackendCamera {
    private static final int FORMATS_IN_A_MESSAGE = 12;

    /** What a camera may adjust without being asked back. */
    private static final Set<Adjustment> TOLD_ONLY =
            Set.of(Adjustment.BUFFER_COUNT, Adjustment.FRAME_RATE, Adjustment.OTHER);

    private final String id;
    private final long handle;

    /** What was configured last. Thread-bound to the control thread. */
    private @Nullable ShimSession session;

    ShimCamera(String id, long handle) {
        this.id = id;
        this.handle = handle;
    }

    @Override
    public CameraDescriptor descriptor() {
        try (Memory info = new Memory(Abi.CAMERA_INFO_SIZE)) {
            info.clear();
            info.setInt(0, Abi.CAMERA_INFO_SIZE);
            ShimErrors.check(Shim.rlc_camera_info_get(handle, info), id);
            return ShimSystem.descriptor(info);
        }
    }

    @Override
    public List<StreamFormat> formats(StreamRole role) {
        int number = ConfigurationStruct.roleNumber(role);
        return StructList.read(
                Abi.STREAM_FORMAT_SIZE,
                (formats, capacity, count) -> Shim.rlc_camera_formats(handle, number, formats, capacity, count),
                ShimCamera::format,
                id);
    }

    private static StreamFormat format(Pointer format) {
        int[] numbers = format.getIntArray(Abi.STREAM_FORMAT_MIN_WIDTH, 6);
        return new StreamFormat(
                new PixelFormat(format.getString(Abi.STREAM_FORMAT_NAME, "UTF-8")),
                new Size(numbers[0], numbers[1]),
                new Size(numbers[2], numbers[3]),
                numbers[4],
                numbers[5]);
    }

    @Override
    public List<ControlInfo> controls() {
        return ControlTable.of(handle, id).infos();
    }

    @Override
    public ControlList properties() {
        try (Memory list = new Memory(Abi.PROPERTIES_SIZE);
                Memory size = new Memory(Long.BYTES)) {
            ShimErrors.check(Shim.rlc_camera_properties(handle, list, list.size(), size), id);
            return new ControlListReader(ControlTable.propertyNames(handle, id))
                    .read(list.getByteBuffer(0, Math.min(list.size(), size.getLong(0))));
        }
    }

    @Override
    public CameraConfiguration validate(CaptureSpec spec) {
        try (ConfigurationStruct configuration = new ConfigurationStruct(spec)) {
            ShimErrors.check(Shim.rlc_camera_validate(handle, configuration.memory()), id);
            return configuration.read();
        }
    }

    @Override
    public void acquire() {
        ShimErrors.check(Shim.rlc_camera_acquire(handle), id);
    }

    @Override
    public BackendSession configure(CaptureSpec spec) {
        if (!spec.isAdjustedAccepted()) {
            refuseAdjusted(spec, validate(spec));
        }
        end(session);
        try {
            return configureOnce(spec);
        } catch (CameraMemoryException e) {
            MappedMemory.collect(); // ended sessions may hold what is missing
            return configureOnce(spec);
        }
    }

    private ShimSession configureOnce(CaptureSpec spec) {
        try (ConfigurationStruct configuration = new ConfigurationStruct(spec)) {
            ShimErrors.check(configure(configuration, spec), id);
            ShimSession configured = new ShimSession(id, handle, !descriptor().simulated(), configuration);
            session = configured;
            return configured;
        }
    }

    private int configure(ConfigurationStruct configuration, CaptureSpec spec) {
        if (spec.memory() != BufferMemory.IMPORTED) {
            return Shim.rlc_camera_configure(handle, configuration.memory());
        }
        List<FrameBuffer.Plane> planes = spec.streams().stream()
                .flatMap(stream -> stream.buffers().stream())
                .flatMap(buffer -> buffer.planes().stream())
                .toList();
        try (Memory structs = new Memory((long) planes.size() * Abi.PLANE_SIZE)) {
            structs.clear();
            for (int i = 0; i < planes.size(); i++) {
                FrameBuffer.Plane plane = planes.get(i);
                Pointer struct = structs.share((long) i * Abi.PLANE_SIZE);
                struct.setInt(0, Abi.PLANE_SIZE);
                struct.setInt(Abi.PLANE_FD, plane.fileDescriptor());
                struct.setInt(Abi.PLANE_OFFSET, plane.offset());
                struct.setInt(Abi.PLANE_LENGTH, plane.length());
            }
            return Shim.rlc_camera_configure_imported(handle, configuration.memory(), structs, planes.size());
        }
    }

    private static void end(@Nullable ShimSession ended) {
        if (ended != null) {
            ended.released();
        }
    }

    private void refuseAdjusted(CaptureSpec spec, CameraConfiguration valid) {
        if (valid.adjusted().stream().allMatch(TOLD_ONLY::contains)) {
            return;
        }
        for (int i = 0; i < valid.streams().size(); i++) {
            refuseAdjusted(spec.streams().get(i), valid.streams().get(i));
        }
        if (valid.adjusted().contains(Adjustment.ORIENTATION)) {
            throw rejected("the orientation " + spec.orientation(), valid.orientation());
        }
        if (valid.adjusted().contains(Adjustment.SENSOR)) {
            throw rejected(String.valueOf(spec.sensor()), valid.sensor());
        }
    }

    private ConfigurationRejectedException rejected(String wish, @Nullable Object instead) {
        return new ConfigurationRejectedException(
                "camera " + id + " does not give " + wish + " but " + instead
                        + ", which CaptureSpec.acceptAdjusted() takes",
                id,
                ShimErrors.EINVAL);
    }

    private void refuseAdjusted(StreamSpec spec, StreamConfiguration stream) {
        PixelFormat format = spec.pixelFormat();
        Size size = spec.size();
        if ((format == null || format.equals(stream.pixelFormat())) && (size == null || size.equals(stream.size()))) {
            ColorSpace space = spec.colorSpace();
            if (space != null && !space.equals(stream.colorSpace())) {
                throw rejected("the colour space " + space + " as " + spec.role(), stream.colorSpace());
            }
            return;
        }
        List<StreamFormat> formats = formats(spec.role());
        String possible = formats.stream()
                .limit(FORMATS_IN_A_MESSAGE)
                .map(StreamFormat::toString)
                .collect(Collectors.joining(", "));
        throw new ConfigurationRejectedException(
                "camera " + id + " does not deliver " + wish(format, size) + " as " + spec.role() + "; nearest is "
                        + stream.pixelFormat() + " "
                        + stream.size() + ", which CaptureSpec.acceptAdjusted() takes. Possible: " + possible
                        + (formats.size() > FORMATS_IN_A_MESSAGE ? ", …" : ""),
                id,
                ShimErrors.EINVAL);
    }

    private static String wish(@Nullable PixelFormat format, @Nullable Size size) {
        return (format == null ? "" : format + " ") + (size == null ? "" : size);
    }

    @Override
    public void close() {
        Shim.rlc_camera_close(handle); // -EBADF the second time, which is fine
        end(session);
    }
}
