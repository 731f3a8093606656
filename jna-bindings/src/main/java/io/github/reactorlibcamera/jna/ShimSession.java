package io.github.reactorlibcamera.jna;

import com.sun.jna.Memory;
import io.github.reactorlibcamera.CameraConfiguration;
import io.github.reactorlibcamera.ControlInfo;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.spi.BackendSession;
import io.github.reactorlibcamera.spi.SlotMapping;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The slots of a configured camera: their headers are read in shared memory, their planes are mapped once. The one native call
 * per frame is {@code rlc_camera_queue}.
 */
final class ShimSession implements BackendSession {
    private final String cameraId;
    private final long handle;
    private final boolean hasFences;
    private final CameraConfiguration configuration;
    private final ByteBuffer memory;
    private final CompletionRing ring;
    private final int slots;
    private final int slotStride;

    /** By slot and stream. */
    private final PlaneMemory[][] planes;

    private final List<ControlInfo> controls;
    private final ControlListReader metadata;
    private final ControlListWriter settings;
    private final long bytes;

    /** Thread-bound to the control thread. */
    private boolean released;

    ShimSession(String cameraId, long handle, boolean hasFences, ConfigurationStruct configured) {
        this.cameraId = cameraId;
        this.handle = handle;
        this.hasFences = hasFences;
        this.configuration = configured.read();
        MappedMemory.makeRoom();
        this.memory = mapRing(handle, cameraId);
        this.ring = new CompletionRing(memory);
        this.slots = memory.getInt(Abi.RING_SLOTS_OFFSET);
        this.slotStride = memory.getInt(Abi.RING_SLOT_STRIDE);
        ControlTable table = ControlTable.of(handle, cameraId);
        this.controls = table.infos();
        this.metadata = new ControlListReader(table.names());
        this.settings = new ControlListWriter(table);
        this.planes =
                new PlaneMemory[configured.slotCount()][configuration.streams().size()];
        for (int slot = 0; slot < planes.length; slot++) {
            for (int stream = 0; stream < planes[slot].length; stream++) {
                planes[slot][stream] = PlaneMemory.of(handle, slot, stream, configured.planeCount(stream), cameraId);
            }
        }
        this.bytes = Arrays.stream(planes)
                .flatMap(Arrays::stream)
                .mapToLong(PlaneMemory::size)
                .sum();
        MappedMemory.live(bytes);
    }

    private static ByteBuffer mapRing(long handle, String cameraId) {
        try (Memory fd = new Memory(Integer.BYTES);
                Memory size = new Memory(Long.BYTES)) {
            ShimErrors.check(Shim.rlc_camera_ring(handle, fd, size), cameraId);
            return MappedMemory.map(fd.getInt(0), size.getLong(0), true, cameraId);
        }
    }

    @Override
    public CameraConfiguration configuration() {
        return configuration;
    }

    @Override
    public int slotCount() {
        return planes.length;
    }

    @Override
    public void start() {
        ShimErrors.check(Shim.rlc_camera_start(handle), cameraId);
    }

    @Override
    public void stop() {
        ShimErrors.check(Shim.rlc_camera_stop(handle), cameraId);
    }

    /** The camera is given back; frames that are lent keep their memory. On the control thread. */
    void released() {
        if (!released) {
            released = true;
            MappedMemory.live(-bytes);
        }
    }

    @Override
    public int queue(int slot) {
        endReading(slot);
        return Shim.rlc_camera_queue(handle, slot);
    }

    @Override
    public int queue(int slot, ControlList wanted) {
        long size = settings.write(wanted);
        endReading(slot);
        return Shim.rlc_camera_queue_controls(handle, slot, settings.address(), size);
    }

    @Override
    public int queueAfter(int slot, ControlList wanted, int fence) {
        long size = settings.write(wanted);
        endReading(slot);
        return Shim.rlc_camera_queue_fenced(handle, slot, settings.address(), size, fence);
    }

    @Override
    public int openFence(int fileDescriptor) {
        if (!hasFences) {
            throw new UnsupportedOperationException("camera " + cameraId + " knows no fences");
        }
        int fence = Shim.rlc_fd_duplicate(fileDescriptor);
        if (fence < 0) {
            throw new IllegalArgumentException("a fence is an open descriptor: " + ShimErrors.lastMessage());
        }
        return fence;
    }

    @Override
    public void closeFence(int fence) {
        Shim.rlc_fd_close(fence);
    }

    private void endReading(int slot) {
        for (PlaneMemory memory : planes[slot]) {
            memory.endReading();
        }
    }

    @Override
    public List<ControlInfo> controls() {
        return controls;
    }

    @Override
    public void check(ControlList wanted) {
        settings.check(wanted);
    }

    @Override
    public int poll() {
        return ring.poll();
    }

    @Override
    public boolean isDisconnected() {
        return ring.isDisconnected();
    }

    @Override
    public void await() {
        ring.await();
    }

    @Override
    public void wake() {
        ring.wake();
    }

    private int header(int slot) {
        return slots + slot * slotStride;
    }

    private int frame(int slot, int stream) {
        return header(slot) + Abi.SLOT_FRAMES + stream * Abi.FRAME_HEADER_SIZE;
    }

    @Override
    public boolean isGood(int slot) {
        if (memory.getInt(header(slot) + Abi.SLOT_STATUS) != Abi.REQUEST_COMPLETE) {
            return false;
        }
        for (int stream = 0; stream < planes[slot].length; stream++) {
            int frame = frame(slot, stream);
            // A USB transfer that failed comes back as an empty frame.
            if (memory.getInt(frame + Abi.FRAME_STATUS) != Abi.FRAME_SUCCESS
                    || memory.getInt(frame + Abi.FRAME_BYTES_USED) == 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public long sequence(int slot, int stream) {
        return Integer.toUnsignedLong(memory.getInt(frame(slot, stream) + Abi.FRAME_SEQUENCE));
    }

    @Override
    public long timestamp(int slot, int stream) {
        return memory.getLong(frame(slot, stream) + Abi.FRAME_TIMESTAMP);
    }

    @Override
    public long capturedAt(int slot) {
        return memory.getLong(header(slot) + Abi.SLOT_CAPTURED);
    }

    @Override
    public long completedAt(int slot) {
        return memory.getLong(header(slot) + Abi.SLOT_COMPLETED);
    }

    @Override
    public ControlList metadata(int slot) {
        int header = header(slot);
        int size = memory.getInt(header + Abi.SLOT_METADATA_SIZE);
        return metadata.read(
                memory.slice(header + Abi.SLOT_HEADER_SIZE, Math.min(size, slotStride - Abi.SLOT_HEADER_SIZE)));
    }

    @Override
    public int planeCount(int stream) {
        return planes[0][stream].planeCount();
    }

    @Override
    public ByteBuffer plane(int slot, int stream, int plane) {
        PlaneMemory memory = planes[slot][stream];
        memory.beginReading();
        return memory.plane(plane);
    }

    @Override
    public SlotMapping map(int slot, int stream) {
        PlaneMemory memory = planes[slot][stream];
        memory.beginReading();
        return memory.again();
    }

    @Override
    public int bytesUsed(int slot, int stream, int plane) {
        int used = memory.getInt(frame(slot, stream) + Abi.FRAME_BYTES_USED + plane * Integer.BYTES);
        int length = planes[slot][stream].plane(plane).capacity();
        return used < 0 || used > length ? length : used;
    }

    @Override
    public int stride(int stream, int plane) {
        return planes[0][stream].stride(plane);
    }

    @Override
    public int fileDescriptor(int slot, int stream, int plane) {
        return planes[slot][stream].fd(plane);
    }

    @Override
    public int offset(int slot, int stream, int plane) {
        return planes[slot][stream].offset(plane);
    }
}
