package io.github.reactorlibcamera.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotPoolTest {
    private final SlotPool pool = new SlotPool(2);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 63, 64})
    void givesEachFreeSlotOnce(int size) {
        SlotPool fresh = new SlotPool(size);
        for (int slot = 0; slot < size; slot++) {
            assertThat(fresh.takeFree()).isEqualTo(slot);
        }
        assertThat(fresh.takeFree()).isEqualTo(-1);
        assertThat(fresh.hasFree()).isFalse();
        assertThat(fresh.count(SlotPool.QUEUED)).isEqualTo(size);
    }

    @Test
    void aSlotGoesRound() {
        int slot = pool.takeFree();
        pool.completed(slot);
        pool.lend(slot, 1);
        assertThat(pool.count(SlotPool.LENT)).isEqualTo(1);
        assertThat(pool.release(slot)).isTrue();
        assertThat(pool.takeFree()).isEqualTo(slot);
    }

    @Test
    void theLastHandleBringsTheSlotHome() {
        int slot = pool.takeFree();
        pool.completed(slot);
        int delivery = pool.lend(slot, 1);
        assertThat(pool.retain(slot, delivery)).isTrue();
        assertThat(pool.release(slot)).isFalse();
        assertThat(pool.release(slot)).isTrue();
        assertThat(pool.retain(slot, delivery)).isFalse();
    }

    @Test
    void aHandleOfAnEarlierDeliveryRetainsNothing() {
        int slot = pool.takeFree();
        pool.completed(slot);
        int first = pool.lend(slot, 1);
        pool.release(slot);
        assertThat(pool.takeFree()).isEqualTo(slot);
        pool.completed(slot);
        int second = pool.lend(slot, 1);
        assertThat(second).isNotEqualTo(first);
        assertThat(pool.retain(slot, first)).isFalse();
        assertThat(pool.retain(slot, second)).isTrue();
    }

    @Test
    void aWrongMoveIsABugAndThrows() {
        assertThatIllegalStateException()
                .isThrownBy(() -> pool.completed(0))
                .withMessage("slot 0 is free, not queued, and cannot become waiting");
        int slot = pool.takeFree();
        assertThatIllegalStateException().isThrownBy(() -> pool.lend(slot, 1));
        assertThatIllegalStateException().isThrownBy(() -> pool.recycle(slot));
    }

    @Test
    void refusedAndDroppedSlotsAreFreeAgain() {
        int slot = pool.takeFree();
        pool.unqueue(slot);
        assertThat(pool.count(SlotPool.FREE)).isEqualTo(2);
        assertThat(pool.takeFree()).isEqualTo(slot);
        pool.completed(slot);
        pool.recycle(slot);
        assertThat(pool.count(SlotPool.FREE)).isEqualTo(2);
    }
}
