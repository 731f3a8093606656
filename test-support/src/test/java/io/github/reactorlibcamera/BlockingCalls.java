package io.github.reactorlibcamera;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;

/** All calls that block threads that must not be blocked, as BlockHound finds them, also those whose error somebody caught. */
public final class BlockingCalls {
    private static final Queue<Throwable> FOUND = new ConcurrentLinkedQueue<>();

    private BlockingCalls() {}

    /** Looks for them from now on, as long as this JVM lives. */
    public static void watch() {
        BlockHound.install(builder -> builder.blockingMethodCallback(method -> {
            BlockingOperationError error = new BlockingOperationError(method);
            FOUND.add(error);
            throw error;
        }));
    }

    /** There were none since the last call. */
    public static void expectNone() {
        assertThat(take()).isEmpty();
    }

    /** There was one since the last call. */
    public static void expectOne() {
        assertThat(take()).hasSize(1);
    }

    private static List<Throwable> take() {
        List<Throwable> found = new ArrayList<>();
        for (Throwable next = FOUND.poll(); next != null; next = FOUND.poll()) {
            found.add(next);
        }
        return found;
    }
}
