package io.github.reactorlibcamera.jna.soak;

import io.github.reactorlibcamera.CompletedRequest;
import io.github.reactorlibcamera.Frame;
import io.github.reactorlibcamera.jna.soak.Plan.Chain;
import io.github.reactorlibcamera.jna.soak.Plan.Ending;
import io.github.reactorlibcamera.jna.soak.Plan.Form;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What stands between a source and its subscriber: the probe, the plan's operators, its end. */
final class Pipeline {
    private Pipeline() {}

    /** A probe for handles, to be used once. */
    static <T> Probe<T> probe(Scene scene) {
        return probe(scene, handle -> {});
    }

    /** A probe for handles, to be used once; each is shown to somebody. */
    static <T> Probe<T> probe(Scene scene, Consumer<? super T> shown) {
        return new Probe<>(
                scene.verdict,
                scene.totals,
                element -> {
                    scene.frames.lent(element);
                    shown.accept(element);
                    return Elements.frame(element).sequence();
                },
                error -> expectReleased(scene, error));
    }

    /** A probe for what a mapper made of frames. */
    static Probe<Long> probeOfSequences(Scene scene) {
        return new Probe<>(scene.verdict, scene.totals, Long::longValue, error -> expectReleased(scene, error));
    }

    /** Of shared frames who comes as the others are told of the error has begun the next session by then. */
    private static void expectReleased(Scene scene, Throwable error) {
        if (scene.isRunning() && scene.plan.form() != Form.SHARED_FRAMES) {
            scene.verdict.violated("an error before the camera is released", error);
        }
    }

    /** {@return what subscribers see of a source of handles} */
    static Flux<?> of(Scene scene, Chain chain, Ending ending, Flux<?> source) {
        return ended(scene, ending, operators(scene, chain, source))
                .doOnDiscard(Frame.class, scene.frames::discard)
                .doOnDiscard(CompletedRequest.class, scene.frames::discard);
    }

    private static Flux<?> operators(Scene scene, Chain chain, Flux<?> source) {
        int size = chain.size();
        return switch (chain.operator()) {
            case NONE -> source;
            case PUBLISH_ON -> source.publishOn(Schedulers.parallel(), size);
            case FLAT_MAP -> source.flatMap(handle -> sequence(scene, handle), size);
            case BUFFER -> source.buffer(size);
            case FILTER -> source.filter(handle -> Elements.frame(handle).sequence() % 3 != 0);
            case ON_BACKPRESSURE_LATEST -> source.onBackpressureLatest();
            case TIMEOUT -> source.timeout(Duration.ofNanos(Scene.BOUND_NANOS));
        };
    }

    /** As a user would work on a frame elsewhere: a cancel may close it meanwhile. */
    private static Publisher<Long> sequence(Scene scene, Object handle) {
        return Mono.using(
                () -> handle,
                open -> Mono.fromCallable(() -> Elements.frame(open).sequence())
                        .subscribeOn(Schedulers.parallel())
                        .onErrorComplete(IllegalStateException.class),
                scene.frames::close);
    }

    static Flux<?> ended(Scene scene, Ending ending, Flux<?> source) {
        return switch (ending.how()) {
            case COMPLETE -> source.take(ending.frames());
            case THROW -> source.map(new Thrower(scene.frames, ending.frames()));
            case TIMEOUT -> source.timeout(ending.timeout());
            default -> source;
        };
    }

    /** Closes what it has, and throws, after so many elements. Thread-bound to signals. */
    private static final class Thrower implements Function<Object, Object> {
        private final LentFrames lent;
        private final long elements;
        private long seen;

        Thrower(LentFrames lent, long elements) {
            this.lent = lent;
            this.elements = elements;
        }

        @Override
        public Object apply(Object element) {
            if (++seen < elements) {
                return element;
            }
            Elements.forEach(element, lent::close);
            throw new PlannedException();
        }
    }
}
