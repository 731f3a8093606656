package io.github.reactorlibcamera.jna;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks the shim for a list of structs, each of which begins with its size. */
final class StructList {
    private static final int CAPACITY = 64;

    /** A function of the shim that writes as many structs as there is room for, and counts all. */
    interface Call {
        int write(Pointer structs, int capacity, Pointer count);
    }

    private StructList() {}

    static <T> List<T> read(int structSize, Call call, Function<Pointer, T> element, @Nullable String cameraId) {
        return read(structSize, CAPACITY, call, element, cameraId);
    }

    /** Asks once if there are no more than so many structs. */
    static <T> List<T> read(
            int structSize, int expected, Call call, Function<Pointer, T> element, @Nullable String cameraId) {
        int capacity = expected;
        for (; ; ) {
            try (Memory structs = new Memory((long) capacity * structSize);
                    Memory count = new Memory(Integer.BYTES)) {
                structs.clear();
                for (int i = 0; i < capacity; i++) {
                    structs.setInt((long) i * structSize, structSize);
                }
                ShimErrors.check(call.write(structs, capacity, count), cameraId);
                int there = count.getInt(0);
                if (there <= capacity) {
                    List<T> list = new ArrayList<>();
                    for (int i = 0; i < there; i++) {
                        list.add(element.apply(structs.share((long) i * structSize)));
                    }
                    return list;
                }
                capacity = there;
            }
        }
    }
}
