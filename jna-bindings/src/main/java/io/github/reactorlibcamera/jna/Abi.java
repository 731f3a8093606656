package io.github.reactorlibcamera.jna;

import com.sun.jna.Memory;
import io.github.reactorlibcamera.NativeLibraryException;

/** Sizes and offsets of {@code reactor_libcamera.h}, in bytes, and their comparison with the loaded library's. */
final class Abi {
    static final int VERSION = 2;

    static final int NAME_SIZE = 64;
    static final int MESSAGE_SIZE = 512;

    static final int MANAGER_OPTIONS_SIZE = 1040;

    static final int LIBCAMERA_INFO_SIZE = 648;
    static final int LIBCAMERA_INFO_STATE = 4;
    static final int LIBCAMERA_INFO_RUNTIME = 8;
    static final int LIBCAMERA_INFO_COMPILED = 72;
    static final int LIBCAMERA_INFO_MESSAGE = 136;

    static final int EVENT_SIZE = 992;
    static final int EVENT_TYPE = 4;
    static final int EVENT_LEVEL = 8;
    static final int EVENT_LOST = 12;
    static final int EVENT_CAMERA = 16;
    static final int EVENT_CATEGORY = 416;
    static final int EVENT_MESSAGE = 480;

    static final int CAMERA_INFO_SIZE = 400;
    static final int CAMERA_INFO_KIND = 4;
    static final int CAMERA_INFO_LOCATION = 8;
    static final int CAMERA_INFO_ID = 16;
    static final int CAMERA_INFO_MODEL = 272;
    static final int KIND_SIMULATED = 1;

    static final int STREAM_FORMAT_SIZE = 64;
    static final int STREAM_FORMAT_MIN_WIDTH = 4;
    static final int STREAM_FORMAT_NAME = 32;

    static final int STREAM_CONFIGURATION_SIZE = 64;
    static final int STREAM_WIDTH = 4;
    static final int STREAM_HEIGHT = 8;
    static final int STREAM_BUFFER_COUNT = 12;
    static final int STREAM_STRIDE = 16;
    static final int STREAM_FRAME_SIZE = 20;
    static final int STREAM_PLANE_COUNT = 24;
    static final int STREAM_COLOR_SPACE = 28;
    static final int STREAM_PIXEL_FORMAT = 32;

    static final int CONFIGURATION_SIZE = 344;
    static final int CONFIGURATION_STREAM_COUNT = 4;
    static final int CONFIGURATION_MEMORY = 8;
    static final int CONFIGURATION_SLOT_COUNT = 12;
    static final int CONFIGURATION_ADJUSTED = 16;
    static final int CONFIGURATION_ORIENTATION = 20;
    static final int CONFIGURATION_FRAME_DURATION = 24;
    static final int CONFIGURATION_STREAMS = 32;
    static final int CONFIGURATION_SENSOR = 288;

    static final int SENSOR_OUTPUT_WIDTH = 4;
    static final int SENSOR_CROP = 12;
    static final int SENSOR_BINNING = 28;
    static final int SENSOR_SKIPPING = 36;

    static final int PLANE_SIZE = 24;
    static final int PLANE_FD = 4;
    static final int PLANE_OFFSET = 8;
    static final int PLANE_LENGTH = 12;
    static final int PLANE_STRIDE = 16;
    static final int PLANE_FLAGS = 20;
    static final int PLANE_DMA_BUF = 1;

    static final int RING_HEADER_SIZE = 256;
    static final int RING_MAGIC = 0x31434c52;
    static final int RING_CAPACITY = 8;
    static final int RING_RECORDS_OFFSET = 12;
    static final int RING_SLOTS_OFFSET = 20;
    static final int RING_SLOT_STRIDE = 24;
    static final int RING_GENERATION = 28;
    static final int RING_TAIL = 64;
    static final int RING_HEAD = 128;
    static final int RING_WAKE_SEQUENCE = 192;
    static final int RING_SLEEPING = 196;
    static final int RING_DISCONNECTED = 200;

    static final int RECORD_SIZE = 32;
    static final int RECORD_GENERATION = 4;

    static final int SLOT_HEADER_SIZE = 320;
    static final int SLOT_STATUS = 0;
    static final int SLOT_COMPLETED = 8;
    static final int SLOT_METADATA_SIZE = 20;
    static final int SLOT_CAPTURED = 32;
    static final int SLOT_FRAMES = 64;
    static final int REQUEST_COMPLETE = 1;

    static final int FRAME_HEADER_SIZE = 64;
    static final int FRAME_STATUS = 0;
    static final int FRAME_SEQUENCE = 4;
    static final int FRAME_TIMESTAMP = 8;
    static final int FRAME_BYTES_USED = 20;
    static final int FRAME_SUCCESS = 0;

    static final int CONTROL_ENTRY_SIZE = 16;
    static final int CONTROL_TYPE = 4;
    static final int CONTROL_IS_ARRAY = 6;
    static final int CONTROL_COUNT = 8;
    static final int CONTROL_VALUE_SIZE = 12;
    static final int CONTROLS_SIZE = 3072;
    static final int CONTROL_ELEMENT_SIZE = 16;

    /** Room for the properties of a camera, which are some dozen. */
    static final int PROPERTIES_SIZE = 16_384;

    static final int CONTROL_INFO_SIZE = 136;
    static final int CONTROL_INFO_CONTROL = 4;
    static final int CONTROL_INFO_TYPE = 8;
    static final int CONTROL_INFO_IS_ARRAY = 12;
    static final int CONTROL_INFO_COUNT = 16;
    static final int CONTROL_INFO_FLAGS = 20;
    static final int CONTROL_INFO_MINIMUM = 24;
    static final int CONTROL_INFO_MAXIMUM = 40;
    static final int CONTROL_INFO_DEFAULT = 56;
    static final int CONTROL_INFO_NAME = 72;
    static final int CONTROL_HAS_MINIMUM = 1;
    static final int CONTROL_HAS_MAXIMUM = 2;
    static final int CONTROL_HAS_DEFAULT = 4;

    static final int NAMED_CONTROL_SIZE = 72;
    static final int NAMED_CONTROL_NUMBER = 4;
    static final int NAMED_CONTROL_NAME = 8;

    static final int ENUMERATOR_SIZE = 80;
    static final int ENUMERATOR_CONTROL = 4;
    static final int ENUMERATOR_VALUE = 8;
    static final int ENUMERATOR_NAME = 16;

    /** What rlc_abi_info has after its size, in order. */
    private static final int[] EXPECTED = {
        VERSION,
        MANAGER_OPTIONS_SIZE,
        LIBCAMERA_INFO_SIZE,
        CAMERA_INFO_SIZE,
        STREAM_FORMAT_SIZE,
        STREAM_CONFIGURATION_SIZE,
        CONFIGURATION_SIZE,
        PLANE_SIZE,
        RING_HEADER_SIZE,
        RING_TAIL,
        RING_HEAD,
        RING_WAKE_SEQUENCE,
        RING_SLEEPING,
        RING_DISCONNECTED,
        RECORD_SIZE,
        SLOT_HEADER_SIZE,
        SLOT_FRAMES,
        FRAME_HEADER_SIZE,
        CONTROL_ENTRY_SIZE,
        CONTROL_INFO_SIZE,
        SLOT_CAPTURED,
        NAMED_CONTROL_SIZE,
        ENUMERATOR_SIZE,
        EVENT_SIZE
    };

    private Abi() {}

    /** Compares with the loaded library, which is named in the error. */
    static void check(String library) {
        try (Memory info = new Memory(Integer.BYTES * (EXPECTED.length + 1L))) {
            info.clear();
            info.setInt(0, (int) info.size());
            Shim.rlc_abi(info);
            for (int i = 0; i < EXPECTED.length; i++) {
                int actual = info.getInt(Integer.BYTES * (i + 1L));
                if (actual != EXPECTED[i]) {
                    throw new NativeLibraryException(library + " has "
                            + (i == 0
                                    ? "ABI version " + actual + ", and this jar needs version " + VERSION
                                    : "another layout than this jar expects (word " + i + " of rlc_abi_info is "
                                            + actual + ", not " + EXPECTED[i] + ")")
                            + ": use the native library that was built with this jar");
                }
            }
        }
    }
}
