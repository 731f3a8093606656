package io.github.reactorlibcamera.jna;

import com.sun.jna.Memory;
import io.github.reactorlibcamera.BufferMemory;
import io.github.reactorlibcamera.CameraConfiguration;
import io.github.reactorlibcamera.CameraConfiguration.Adjustment;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.ColorSpace;
import io.github.reactorlibcamera.Orientation;
import io.github.reactorlibcamera.PixelFormat;
import io.github.reactorlibcamera.SensorConfiguration;
import io.github.reactorlibcamera.Size;
import io.github.reactorlibcamera.StreamConfiguration;
import io.github.reactorlibcamera.StreamRole;
import io.github.reactorlibcamera.StreamSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** An {@code rlc_configuration} in native memory: a spec on the way in, a configuration on the way out. */
final class ConfigurationStruct implements AutoCloseable {
    private final Memory memory = new Memory(Abi.CONFIGURATION_SIZE);
    private final List<StreamSpec> streams;

    ConfigurationStruct(CaptureSpec spec) {
        this.streams = spec.streams();
        memory.clear();
        memory.setInt(0, Abi.CONFIGURATION_SIZE);
        memory.setInt(Abi.CONFIGURATION_STREAM_COUNT, streams.size());
        memory.setInt(Abi.CONFIGURATION_MEMORY, memoryNumber(spec.memory()));
        memory.setLong(Abi.CONFIGURATION_FRAME_DURATION, spec.frameDuration().toNanos());
        Orientation orientation = spec.orientation();
        if (orientation != null) {
            memory.setInt(Abi.CONFIGURATION_ORIENTATION, orientation.exif());
        }
        SensorConfiguration sensor = spec.sensor();
        if (sensor != null) {
            PictureStructs.write(sensor, memory.share(Abi.CONFIGURATION_SENSOR));
        }
        for (int i = 0; i < streams.size(); i++) {
            write(streams.get(i), spec.bufferCount(), offset(i));
        }
    }

    private static int offset(int stream) {
        return Abi.CONFIGURATION_STREAMS + stream * Abi.STREAM_CONFIGURATION_SIZE;
    }

    private void write(StreamSpec spec, int bufferCount, int stream) {
        memory.setInt(stream, roleNumber(spec.role()));
        Size size = spec.size();
        if (size != null) {
            memory.setInt(stream + Abi.STREAM_WIDTH, size.width());
            memory.setInt(stream + Abi.STREAM_HEIGHT, size.height());
        }
        memory.setInt(stream + Abi.STREAM_BUFFER_COUNT, bufferCount);
        if (!spec.buffers().isEmpty()) {
            memory.setInt(
                    stream + Abi.STREAM_PLANE_COUNT,
                    spec.buffers().get(0).planes().size());
        }
        PixelFormat format = spec.pixelFormat();
        if (format != null) {
            memory.setString(stream + Abi.STREAM_PIXEL_FORMAT, format.name(), "UTF-8");
        }
        ColorSpace space = spec.colorSpace();
        if (space != null) {
            PictureStructs.write(space, memory.share(stream + Abi.STREAM_COLOR_SPACE));
        }
    }

    Memory memory() {
        return memory;
    }

    int slotCount() {
        return memory.getInt(Abi.CONFIGURATION_SLOT_COUNT);
    }

    int planeCount(int stream) {
        return memory.getInt(offset(stream) + Abi.STREAM_PLANE_COUNT);
    }

    CameraConfiguration read() {
        List<StreamConfiguration> configured = new ArrayList<>();
        for (int i = 0; i < streams.size(); i++) {
            configured.add(read(streams.get(i).role(), offset(i)));
        }
        int slots = slotCount();
        return new CameraConfiguration(
                configured,
                slots != 0 ? slots : memory.getInt(offset(0) + Abi.STREAM_BUFFER_COUNT),
                bufferMemory(memory.getInt(Abi.CONFIGURATION_MEMORY)),
                Duration.ofNanos(memory.getLong(Abi.CONFIGURATION_FRAME_DURATION)),
                Orientation.ofExif(memory.getInt(Abi.CONFIGURATION_ORIENTATION)),
                PictureStructs.sensor(memory.share(Abi.CONFIGURATION_SENSOR)),
                adjusted(memory.getInt(Abi.CONFIGURATION_ADJUSTED)));
    }

    private StreamConfiguration read(StreamRole role, int stream) {
        return new StreamConfiguration(
                role,
                new PixelFormat(memory.getString(stream + Abi.STREAM_PIXEL_FORMAT, "UTF-8")),
                new Size(memory.getInt(stream + Abi.STREAM_WIDTH), memory.getInt(stream + Abi.STREAM_HEIGHT)),
                memory.getInt(stream + Abi.STREAM_STRIDE),
                memory.getInt(stream + Abi.STREAM_FRAME_SIZE),
                PictureStructs.colorSpace(memory.share(stream + Abi.STREAM_COLOR_SPACE)));
    }

    static int roleNumber(StreamRole role) {
        return switch (role) {
            case RAW -> 1;
            case STILL_CAPTURE -> 2;
            case VIDEO_RECORDING -> 3;
            case VIEWFINDER -> 4;
        };
    }

    private static int memoryNumber(BufferMemory memory) {
        return switch (memory) {
            case AUTO -> 0;
            case CAMERA -> 1;
            case DMA_HEAP -> 2;
            case MEMFD -> 3;
            case IMPORTED -> 4;
        };
    }

    private static BufferMemory bufferMemory(int number) {
        return switch (number) {
            case 1 -> BufferMemory.CAMERA;
            case 2 -> BufferMemory.DMA_HEAP;
            case 3 -> BufferMemory.MEMFD;
            case 4 -> BufferMemory.IMPORTED;
            default -> BufferMemory.AUTO;
        };
    }

    private static Set<Adjustment> adjusted(int bits) {
        Set<Adjustment> adjusted = EnumSet.noneOf(Adjustment.class);
        addIf(adjusted, bits, 1, Adjustment.SIZE);
        addIf(adjusted, bits, 2, Adjustment.PIXEL_FORMAT);
        addIf(adjusted, bits, 4, Adjustment.BUFFER_COUNT);
        addIf(adjusted, bits, 8, Adjustment.FRAME_RATE);
        addIf(adjusted, bits, 16, Adjustment.OTHER);
        addIf(adjusted, bits, 32, Adjustment.COLOR_SPACE);
        addIf(adjusted, bits, 64, Adjustment.ORIENTATION);
        addIf(adjusted, bits, 128, Adjustment.SENSOR);
        return adjusted;
    }

    private static void addIf(Set<Adjustment> adjusted, int bits, int bit, Adjustment adjustment) {
        if ((bits & bit) != 0) {
            adjusted.add(adjustment);
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
