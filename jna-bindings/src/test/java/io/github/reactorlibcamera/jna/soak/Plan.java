package io.github.reactorlibcamera.jna.soak;

import io.github.reactorlibcamera.CapturePolicy;
import io.github.reactorlibcamera.CaptureSpec;
import io.github.reactorlibcamera.LeakDetection;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * What one session does, drawn from its seed alone: the same seed makes the same plan, whatever the threads make of it.
 *
 * @param seed of this session
 * @param cameraId the camera, with options
 * @param faults what goes wrong with it
 * @param form by which method it captures
 * @param buffers what the engine is asked for
 * @param settings what is supplied, where they are
 * @param chain the operators between
 * @param appetite how subscribers ask
 * @param hands how they close
 * @param ending how it ends
 * @param switchAtOnce true if the next session does not wait for this one's end
 */
record Plan(
        long seed,
        String cameraId,
        Faults faults,
        Form form,
        Buffers buffers,
        Settings settings,
        Chain chain,
        Appetite appetite,
        Hands hands,
        Ending ending,
        boolean switchAtOnce) {

    /** How long a session waits for its camera to fail. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** The methods of a camera. */
    enum Form {
        FRAMES,
        MAPPED,
        MAPPED_SHARE,
        SHARED_FRAMES,
        REQUESTS,
        SETTINGS,
        WITH_SESSION,
        OPEN;

        /** {@return true if a subscriber gets handles} */
        boolean hasHandles() {
            return this != MAPPED && this != MAPPED_SHARE;
        }

        /**
         * {@return true if an operator may never pass on a cancel from another thread: publish does not if it comes while the last
         * element of its queue is handed out}
         */
        boolean losesCancels() {
            return this == MAPPED_SHARE;
        }

        /** {@return true if a frame may be forgotten, and the statistics then tell of it} */
        boolean forgets() {
            return this == FRAMES || this == REQUESTS || this == WITH_SESSION;
        }

        /** {@return true if there is one subscriber, and nothing but its demand decides what the engine does} */
        boolean rests() {
            return this == FRAMES || this == MAPPED || this == REQUESTS || this == WITH_SESSION;
        }
    }

    /** On which worker the engine runs. */
    enum Worker {
        OWN,
        SINGLE,
        PARALLEL,
        BOUNDED_ELASTIC
    }

    /** What the engine is asked for. */
    record Buffers(
            CapturePolicy policy,
            int count,
            int minQueued,
            boolean capturedAfterDemand,
            LeakDetection leakDetection,
            boolean paranoid,
            boolean recorded,
            Worker worker) {

        static Buffers draw(SplittableRandom random, Form form) {
            CapturePolicy policy =
                    form == Form.SHARED_FRAMES ? CapturePolicy.LATEST : pick(random, CapturePolicy.values());
            boolean latest = policy == CapturePolicy.LATEST;
            boolean demand = policy == CapturePolicy.DEMAND;
            int count = latest ? between(random, 2, 16) : between(random, 1, 16);
            return new Buffers(
                    policy,
                    count,
                    demand && chance(random, 25) ? between(random, 1, count) : 0,
                    demand && chance(random, 15),
                    chance(random, 2)
                            ? LeakDetection.TRACED
                            : chance(random, 50) ? LeakDetection.ON : LeakDetection.OFF,
                    chance(random, 3),
                    chance(random, 30) && form != Form.SHARED_FRAMES, // which may run several sessions
                    chance(random, 70) ? Worker.OWN : pick(random, Worker.values()));
        }

        CaptureSpec spec() {
            CaptureSpec spec = CaptureSpec.viewfinder()
                    .size(32, 16)
                    .bufferCount(count)
                    .policy(policy)
                    .minQueued(minQueued)
                    .leakDetection(leakDetection);
            spec = capturedAfterDemand ? spec.capturedAfterDemand() : spec;
            return paranoid ? spec.paranoid() : spec;
        }
    }

    /** The operators between the source and the subscriber. */
    enum Operator {
        NONE,
        PUBLISH_ON,
        FLAT_MAP,
        BUFFER,
        FILTER,
        ON_BACKPRESSURE_LATEST,
        TIMEOUT
    }

    /**
     * The operators between the source and the subscriber.
     *
     * @param operator which
     * @param size its prefetch, concurrency or batch
     */
    record Chain(Operator operator, int size) {
        /**
         * {@return true if it may lose a frame past all hooks when it is cancelled by another thread: publishOn while a drain is
         * scheduled (reactor-core #4396), onBackpressureLatest and buffer by an onNext that comes after the cancel has cleared them;
         * buffer may also discard what it delivers at the same time}
         */
        boolean losesFrames() {
            return operator == Operator.PUBLISH_ON
                    || operator == Operator.ON_BACKPRESSURE_LATEST
                    || operator == Operator.BUFFER;
        }

        static Chain draw(SplittableRandom random, int buffers) {
            Operator operator = chance(random, 50) ? Operator.NONE : pick(random, Operator.values());
            return new Chain(
                    operator,
                    switch (operator) {
                        case PUBLISH_ON -> (int) magnitude(random, 1, 256);
                        case FLAT_MAP -> between(random, 1, 32);
                        default -> between(random, 1, buffers);
                    });
        }
    }

    /** How a subscriber asks. */
    enum Demand {
        ONE_BY_ONE,
        FEW,
        AHEAD,
        UNBOUNDED,
        OUTSIDE,
        BURSTS
    }

    /**
     * @param demand in which way
     * @param few how many at once
     * @param subscribers how many there are at once
     */
    record Appetite(Demand demand, int few, int subscribers) {
        static Appetite draw(SplittableRandom random, boolean rests, int subscribers) {
            Demand demand = pick(random, Demand.values());
            return new Appetite(
                    demand == Demand.BURSTS && !rests ? Demand.FEW : demand, between(random, 1, 24), subscribers);
        }
    }

    /** How handles are closed. */
    enum Release {
        IN_ON_NEXT,
        ELSEWHERE,
        DOUBLED,
        RETAINED,
        MIXED
    }

    /**
     * @param release in which way
     * @param kept how many frames are kept until the session has ended
     * @param forgets true if one frame is never closed, which leak detection must find
     */
    record Hands(Release release, int kept, boolean forgets) {
        static Hands draw(SplittableRandom random, int buffers, boolean mayForget) {
            return new Hands(
                    chance(random, 40) ? Release.IN_ON_NEXT : pick(random, Release.values()),
                    chance(random, 25) ? random.nextInt(buffers) : 0,
                    mayForget && chance(random, 3));
        }
    }

    /** How a session ends, unless its time is up before. */
    enum How {
        COMPLETE,
        CANCEL_IN_ON_NEXT,
        CANCEL_ELSEWHERE,
        CANCEL_TWICE_AT_ONCE,
        CANCEL_AT_SUBSCRIBE,
        CANCEL_RIGHT_AWAY,
        THROW,
        TIMEOUT
    }

    /**
     * @param how in which way
     * @param frames after how many frames
     * @param limitNanos after what time at the latest
     * @param timeout for {@link How#TIMEOUT}
     */
    record Ending(How how, long frames, long limitNanos, Duration timeout) {
        private static final How[] USUAL = {
            How.COMPLETE, How.CANCEL_IN_ON_NEXT, How.CANCEL_ELSEWHERE, How.CANCEL_TWICE_AT_ONCE
        };

        Ending with(How otherHow, long otherLimitNanos) {
            return new Ending(otherHow, frames, otherLimitNanos, timeout);
        }

        static Ending draw(SplittableRandom random) {
            How how = chance(random, 70) ? pick(random, USUAL) : pick(random, How.values());
            return new Ending(
                    how,
                    magnitude(random, 1, 1_000_000),
                    magnitude(
                            random,
                            TimeUnit.MICROSECONDS.toNanos(100),
                            TimeUnit.SECONDS.toNanos(chance(random, 5) ? 5 : 1)),
                    Duration.ofMillis(between(random, 1, 20)));
        }
    }

    private static Ending drawEnding(SplittableRandom random, Form form, Faults faults) {
        Ending ending = Ending.draw(random);
        if (form == Form.MAPPED_SHARE && ending.how() == How.CANCEL_AT_SUBSCRIBE) {
            // A share() that is cancelled while it is subscribed to connects all the same, for nobody and for ever.
            ending = ending.with(How.CANCEL_RIGHT_AWAY, ending.limitNanos());
        }
        return faults.areFatal() && chance(random, 50) ? ending.with(ending.how(), PATIENCE_NANOS) : ending;
    }

    /**
     * Draws a plan.
     *
     * @param faulty true if things are to go wrong with the camera, which must be a simulated one, named without options
     */
    static Plan draw(long seed, String camera, boolean faulty) {
        SplittableRandom random = new SplittableRandom(seed);
        Faults faults = faulty ? Faults.draw(random) : Faults.NONE;
        Form form = chance(random, 30) ? Form.FRAMES : pick(random, Form.values());
        Buffers buffers = Buffers.draw(random, form);
        Chain chain = Chain.draw(random, buffers.count());
        // A lost handle is found only where there is one to a slot.
        if (!form.hasHandles() || (form == Form.SHARED_FRAMES && chain.losesFrames())) {
            chain = new Chain(Operator.NONE, 1);
        }
        boolean several = form == Form.MAPPED_SHARE || form == Form.SHARED_FRAMES;
        return new Plan(
                seed,
                camera + faults.options(),
                faults,
                form,
                buffers,
                Settings.draw(random),
                chain,
                Appetite.draw(
                        random, form.rests() && chain.operator() == Operator.NONE, several ? between(random, 1, 4) : 1),
                Hands.draw(
                        random,
                        buffers.count(),
                        form.forgets() && buffers.count() > 1 && buffers.leakDetection() != LeakDetection.OFF),
                drawEnding(random, form, faults),
                chance(random, 30) && !faults.areFatal());
    }

    /** {@return true if a frame's pixels follow from its sequence alone} */
    boolean isPeriodic() {
        boolean changed = form == Form.SETTINGS || form == Form.OPEN;
        return !changed && (cameraId.startsWith("simulated:gradient") || cameraId.startsWith("simulated:bars"));
    }

    // ---- drawing

    static boolean chance(SplittableRandom random, int percent) {
        return random.nextInt(100) < percent;
    }

    static int between(SplittableRandom random, int low, int high) {
        return random.nextInt(low, high + 1);
    }

    static <T> T pick(SplittableRandom random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    /** {@return a number of any magnitude from low to high, each magnitude as likely as the next} */
    static long magnitude(SplittableRandom random, long low, long high) {
        double exponent = random.nextDouble() * Math.log((double) high / low);
        return Math.round(low * Math.exp(exponent));
    }
}
