package io.github.reactorlibcamera.jna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The consumer's side of the ring; the producer's side is played by the test. */
class CompletionRingTest {
    private static final int CAPACITY = 8;
    private static final int RECORDS = Abi.RING_HEADER_SIZE;
    private static final int GENERATION = 3;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(RECORDS + CAPACITY * Abi.RECORD_SIZE)
            .order(ByteOrder.nativeOrder())
            .putInt(0, Abi.RING_MAGIC)
            .putInt(Abi.RING_CAPACITY, CAPACITY)
            .putInt(Abi.RING_RECORDS_OFFSET, RECORDS)
            .putInt(Abi.RING_GENERATION, GENERATION);
    private final CompletionRing ring = new CompletionRing(memory);

    @BeforeAll
    static void load() {
        ShimLibrary.load();
    }

    private void complete(int slot, int generation) {
        long tail = memory.getLong(Abi.RING_TAIL);
        int record = RECORDS + (int) (tail % CAPACITY) * Abi.RECORD_SIZE;
        memory.putInt(record, slot).putInt(record + Abi.RECORD_GENERATION, generation);
        memory.putLong(Abi.RING_TAIL, tail + 1);
    }

    /** Awaits on a thread of its own, since a wait that nobody ends cannot be interrupted. */
    private boolean returns() throws InterruptedException {
        CountDownLatch returned = new CountDownLatch(1);
        Thread waiter = new Thread(() -> {
            ring.await();
            returned.countDown();
        });
        waiter.setDaemon(true);
        waiter.start();
        return returned.await(10, TimeUnit.SECONDS);
    }

    @Test
    void handsOutCompletionsInOrderRoundTheRing() {
        for (int i = 0; i < 3 * CAPACITY; i++) {
            assertThat(ring.poll()).isEqualTo(-1);
            complete(i % 5, GENERATION);
            assertThat(ring.poll()).isEqualTo(i % 5);
        }
        assertThat(memory.getLong(Abi.RING_HEAD)).isEqualTo(3 * CAPACITY);
    }

    @Test
    void leavesOutWhatBelongsToAnEarlierStart() {
        complete(1, GENERATION - 1);
        complete(2, GENERATION);
        complete(3, GENERATION - 1);
        assertThat(ring.poll()).isEqualTo(2);
        assertThat(ring.poll()).isEqualTo(-1);
    }

    @Test
    void aCompletionBeforeTheSleepKeepsItFromSleeping() throws InterruptedException {
        complete(0, GENERATION);
        assertThat(returns()).isTrue();
        assertThat(memory.getInt(Abi.RING_SLEEPING)).isZero();
    }

    @Test
    void aWakeBeforeTheSleepKeepsItFromSleeping() throws InterruptedException {
        ring.wake();
        assertThat(returns()).isTrue();
    }

    @Test
    void aDisconnectBeforeTheSleepKeepsItFromSleepingOnce() throws InterruptedException {
        memory.putInt(Abi.RING_DISCONNECTED, 1);
        assertThat(ring.isDisconnected()).isTrue();
        assertThat(returns()).isTrue();
        aWakeEndsASleep();
    }

    @Test
    void aWakeEndsASleep() throws InterruptedException {
        CountDownLatch returned = new CountDownLatch(1);
        Thread waiter = new Thread(() -> {
            ring.await();
            returned.countDown();
        });
        waiter.setDaemon(true);
        waiter.start();
        while (memory.getInt(Abi.RING_SLEEPING) == 0) {
            Thread.onSpinWait();
        }
        ring.wake();
        assertThat(returned.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatOneAwaitHasToldTheNextDoesNot() throws InterruptedException {
        complete(0, GENERATION);
        assertThat(returns()).isTrue();
        aWakeEndsASleep(); // it sleeps, though nobody has polled yet: another thread may be about to
        assertThat(ring.poll()).isZero();
        assertThat(ring.poll()).isEqualTo(-1);
        complete(4, GENERATION);
        assertThat(ring.poll()).isEqualTo(4);
    }

    @Test
    void otherMemoryIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        new CompletionRing(ByteBuffer.allocateDirect(RECORDS).order(ByteOrder.nativeOrder())));
    }
}
