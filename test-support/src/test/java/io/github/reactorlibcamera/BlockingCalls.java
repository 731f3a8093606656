package io.github.reactorlibcamera;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(FOUND).isEmpty();
    }

    /** There was one since the last call. */
    public static void expectOne() {
        assertThat(FOUND).hasSize(1);
        FOUND.clear();
    }
}
