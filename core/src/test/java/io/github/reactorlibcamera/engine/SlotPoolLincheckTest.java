package io.github.reactorlibcamera.engine;

import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/**
 * Handles are closed and retained while the worker takes what is free, in thread switches that Lincheck chooses. Whatever it
 * chooses: each slot comes home once, and never under the hands of an open handle.
 */
class SlotPoolLincheckTest {
    private static final int SCHEDULES = 1_000;

    @Test
    void eachReleasedSlotIsTakenOnce() {
        Lincheck.runConcurrentTest(SCHEDULES, () -> new TwoReleases().run());
    }

    @Test
    void theLastOfTwoHandlesBringsTheSlotHome() {
        Lincheck.runConcurrentTest(SCHEDULES, () -> new TwoHandles().run());
    }

    @Test
    void noHandleIsOpenedOnASlotThatIsHomeOrLentAnew() {
        Lincheck.runConcurrentTest(SCHEDULES, () -> new RetainAgainstRelease().run());
    }

    /** Two slots of three are released while the worker takes. */
    private static final class TwoReleases extends ThreeThreadRace {
        private final SlotPool pool = new SlotPool(3);
        private final int[] taken = new int[3];

        TwoReleases() {
            Lending.lendSlot(pool);
            Lending.lendSlot(pool);
        }

        @Override
        void one() {
            pool.release(0);
        }

        @Override
        void other() {
            pool.release(1);
        }

        @Override
        void worker() {
            for (int i = 0; i < taken.length; i++) {
                int slot = pool.takeFree();
                if (slot >= 0) {
                    taken[slot]++;
                }
            }
        }

        @Override
        void check() {
            worker();
            that(taken[0] == 1 && taken[1] == 1 && taken[2] == 1, "a slot is lost or was taken twice");
            that(!pool.hasFree(), "a free slot that is none");
        }
    }

    /** The last two handles are closed while the worker takes. */
    private static final class TwoHandles extends ThreeThreadRace {
        private final SlotPool pool = new SlotPool(1);

        /** Set by the two before they close their handles, read by the worker after it took the slot. */
        private boolean oneIsDone;

        private boolean otherIsDone;

        /** How often the slot came home. Thread-bound to the worker. */
        private int taken;

        TwoHandles() {
            pool.retain(0, Lending.lendOnlySlot(pool));
        }

        @Override
        void one() {
            oneIsDone = true;
            pool.release(0);
        }

        @Override
        void other() {
            otherIsDone = true;
            pool.release(0);
        }

        @Override
        void worker() {
            if (pool.takeFree() == 0) {
                that(oneIsDone && otherIsDone, "taken under the hands of an open handle");
                taken++;
            }
        }

        @Override
        void check() {
            worker();
            that(taken == 1 && !pool.hasFree(), "the slot came home never or twice");
        }
    }

    /** A delivery's only handle is retained and closed at once, while the worker lends what is free anew. */
    private static final class RetainAgainstRelease extends ThreeThreadRace {
        private final SlotPool pool = new SlotPool(1);
        private final int delivery = Lending.lendOnlySlot(pool);
        private boolean retained;
        private boolean lentAnew;

        @Override
        void one() {
            retained = pool.retain(0, delivery);
        }

        @Override
        void other() {
            pool.release(0);
        }

        @Override
        void worker() {
            if (pool.hasFree()) {
                lentAnew = Lending.lendOnlySlot(pool) != delivery;
            }
        }

        @Override
        void check() {
            that(!retained || !lentAnew, "a handle of the first delivery on the second");
            that(!retained || pool.place(0) == SlotPool.LENT, "a handle on a slot that is home");
            worker();
            that(retained || lentAnew, "leak: no handle is open and the slot is not home");
        }
    }
}
