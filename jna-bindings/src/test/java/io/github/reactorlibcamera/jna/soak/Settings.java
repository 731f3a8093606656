package io.github.reactorlibcamera.jna.soak;

import io.github.reactorlibcamera.CompletedRequest;
import io.github.reactorlibcamera.ControlList;
import java.time.Duration;
import java.util.SplittableRandom;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * Supplied settings, one for each request: each with an exposure time of its own, by which a request is known again.
 *
 * @param supply in which way they come
 * @param count how many there are
 */
record Settings(Supply supply, int count) {
    /** How they come. */
    enum Supply {
        AT_ONCE,
        ELSEWHERE,
        SLOWLY,
        NEVER_ENDING,
        FAILING
    }

    private static final String EXPOSURE = "libcamera::ExposureTime";
    private static final int SHORTEST_EXPOSURE = 10;
    private static final int SLOW = 50;
    private static final int MANY = 20_000;

    static Settings draw(SplittableRandom random) {
        Supply supply = Plan.pick(random, Supply.values());
        return new Settings(supply, (int) Plan.magnitude(random, 1, supply == Supply.SLOWLY ? SLOW : MANY));
    }

    /**
     * {@return the settings}
     *
     * @param numbered false for a camera without the control: then there is nothing in them
     */
    Publisher<ControlList> publisher(boolean numbered) {
        Flux<ControlList> settings = Flux.range(SHORTEST_EXPOSURE, count)
                .map(number -> numbered ? ControlList.of(EXPOSURE, number) : ControlList.EMPTY);
        return switch (supply) {
            case AT_ONCE -> settings;
            case ELSEWHERE -> settings.publishOn(Schedulers.parallel(), 8);
            case SLOWLY -> settings.delayElements(Duration.ofMillis(1));
            case NEVER_ENDING -> settings.concatWith(Flux.never());
            case FAILING -> settings.concatWith(Flux.error(PlannedException::new));
        };
    }

    /** {@return which of the settings a request was made with} */
    static int number(CompletedRequest request) {
        return request.metadata().get(EXPOSURE, Integer.class).orElse(0);
    }

    /** {@return true if the source may wait for settings} */
    boolean areSlow() {
        return supply == Supply.SLOWLY || supply == Supply.NEVER_ENDING;
    }
}
