package io.github.reactorlibcamera.engine;

import org.jspecify.annotations.Nullable;

/**
 * A race for Lincheck: two threads and the worker, in switches that it chooses, and a check after.
 *
 * <p>Lincheck 3.7 wants it simple. It knows {@code join} only as that of {@link Thread} itself, and would wait for ever for that of
 * a subclass; and it warns of each lambda and record that it cannot look into.
 */
abstract class ThreeThreadRace {
    abstract void one();

    abstract void other();

    abstract void worker();

    /** On the thread that started the others, once they have ended. */
    abstract void check();

    final void run() {
        Actor one = new One(this);
        Actor other = new Other(this);
        Actor worker = new Worker(this);
        one.start();
        other.start();
        worker.start();
        end(one);
        end(other);
        end(worker);
        check();
    }

    static void that(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private static void end(Actor actor) {
        Thread thread = actor;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (actor.thrown != null) {
            throw new AssertionError("a thread of the race threw", actor.thrown);
        }
    }

    private abstract static class Actor extends Thread {
        final ThreeThreadRace race;

        /** Written by this thread, read after it has ended. */
        private @Nullable Throwable thrown;

        Actor(ThreeThreadRace race) {
            this.race = race;
        }

        abstract void act();

        @Override
        public final void run() {
            try {
                act();
            } catch (RuntimeException | AssertionError e) {
                thrown = e;
            }
        }
    }

    private static final class One extends Actor {
        One(ThreeThreadRace race) {
            super(race);
        }

        @Override
        void act() {
            race.one();
        }
    }

    private static final class Other extends Actor {
        Other(ThreeThreadRace race) {
            super(race);
        }

        @Override
        void act() {
            race.other();
        }
    }

    private static final class Worker extends Actor {
        Worker(ThreeThreadRace race) {
            super(race);
        }

        @Override
        void act() {
            race.worker();
        }
    }
}
