package io.github.reactorlibcamera.springboot.mjpeg;

import java.time.Duration;
import reactor.core.publisher.Flux;

/** Repeats the last frame while there is no other, so that viewers and proxies see that the connection lives. */
final class Heartbeat {
    private Heartbeat() {}

    /**
     * {@return the frames, and each once more whenever there was none for so long}
     *
     * @param after zero for never
     */
    static Flux<EncodedFrame> repeat(Flux<EncodedFrame> frames, Duration after) {
        return after.isZero()
                ? frames
                : frames.switchMap(frame -> Flux.concat(
                        Flux.just(frame),
                        Flux.interval(after).onBackpressureDrop().map(beat -> frame.repeated())));
    }
}
