package io.github.reactorlibcamera.jna;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import io.github.reactorlibcamera.CameraManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The border to the shim: what a wrong call gets. */
@SuppressWarnings("NullAway") // wrong calls are the point
class AbiTest {
    private static final int EBADF = 9;
    private static final int EINVAL = 22;

    @BeforeAll
    static void load() {
        ShimLibrary.load();
    }

    @Test
    void theLoadedLibraryHasThisJarsLayout() {
        Abi.check("the shim");
    }

    @Test
    void handlesThatAreNotOpenAreRefused() {
        for (long handle : new long[] {0, -1, 42, Long.MIN_VALUE}) {
            assertThat(Shim.rlc_camera_queue(handle, 0)).isEqualTo(-EBADF);
            assertThat(Shim.rlc_camera_stop(handle)).isEqualTo(-EBADF);
            assertThat(Shim.rlc_camera_close(handle)).isEqualTo(-EBADF);
            assertThat(Shim.rlc_manager_close(handle)).isEqualTo(-EBADF);
        }
        assertThat(ShimErrors.lastMessage()).isNotBlank();
    }

    @Test
    void nullPointersAreRefused() {
        assertThat(Shim.rlc_manager_open(null, null)).isEqualTo(-EINVAL);
        assertThat(Shim.rlc_map(-1, 4096, 0, null)).isEqualTo(-EINVAL);
        assertThat(Shim.rlc_wait(0, 0, 0)).isNegative();
        assertThat(Shim.rlc_wake(0)).isNegative();
    }

    @Test
    void aLaterCloseOfAnythingIsHarmless() {
        CameraManager manager = CameraManager.create();
        manager.close();
        manager.close();
        try (Memory count = new Memory(Integer.BYTES)) {
            assertThat(Shim.rlc_manager_cameras(1, null, 0, count)).isNegative();
        }
    }

    @Test
    void brokenControlListsAreReadUpToWhereTheyBreak() {
        ByteBuffer list = ByteBuffer.allocateDirect(64).order(ByteOrder.nativeOrder());
        list.putInt(0, 1).putShort(4, (short) 3).putInt(8, 1).putInt(12, 4).putInt(16, 4711);
        list.putInt(24, 2).putShort(28, (short) 4).putInt(32, 1).putInt(36, 1 << 30);
        assertThat(new ControlListReader(Map.of()).read(list).asMap().values()).containsExactly(4711);
        list.putInt(36, -8);
        assertThat(new ControlListReader(Map.of()).read(list).asMap().values()).containsExactly(4711);
        list.putShort(4, (short) 8).putInt(8, 3).putInt(12, 4);
        assertThat(new ControlListReader(Map.of()).read(list).asMap().values()).containsExactly(List.of());
    }
}
