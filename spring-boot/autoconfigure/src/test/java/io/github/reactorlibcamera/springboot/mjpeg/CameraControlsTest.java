package io.github.reactorlibcamera.springboot.mjpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorlibcamera.Camera;
import io.github.reactorlibcamera.CaptureSession;
import io.github.reactorlibcamera.ControlInfo;
import io.github.reactorlibcamera.ControlList;
import io.github.reactorlibcamera.ControlType;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Settings between sessions; what a running one makes of them is tested over HTTP. */
class CameraControlsTest {
    private static final List<ControlInfo> INFOS = List.of(info("libcamera::Brightness"), info("libcamera::Contrast"));

    private final CameraControls controls = new CameraControls(
            stub(Camera.class, (name, argument) -> name.equals("controls") ? Mono.just(INFOS) : "camera"));

    private final List<ControlList> taken = new ArrayList<>();

    @Test
    void aSessionIsGivenWhatWasSetBefore() {
        controls.change(Map.of("Brightness", 0.5, "Contrast", 0.25)).block();

        controls.opened(session("nothing"));

        assertThat(taken.get(taken.size() - 1).asMap())
                .containsOnly(Map.entry("libcamera::Brightness", 0.5f), Map.entry("libcamera::Contrast", 0.25f));
    }

    @Test
    void whatASessionRefusesAsItOpensIsForgotten() {
        controls.change(Map.of("Brightness", 0.5, "Contrast", 0.25)).block();

        controls.opened(session("libcamera::Brightness"));
        assertThat(taken.get(taken.size() - 1).asMap()).containsOnlyKeys("libcamera::Contrast");

        taken.clear();
        controls.opened(session("nothing"));
        assertThat(taken.get(taken.size() - 1).asMap()).containsOnlyKeys("libcamera::Contrast");
    }

    @Test
    void aSessionThatEndsAsItOpensForgetsNothing() {
        controls.change(Map.of("Brightness", 0.5)).block();

        controls.opened(stub(CaptureSession.class, (name, argument) -> {
            throw new IllegalStateException("the session has ended");
        }));

        controls.opened(session("nothing"));
        assertThat(taken.get(taken.size() - 1).asMap()).containsOnlyKeys("libcamera::Brightness");
    }

    @Test
    void theEndOfAnEarlierSessionIsNotThatOfTheNext() {
        CaptureSession first = session("nothing");
        CaptureSession second = session("nothing");
        controls.opened(first);
        controls.opened(second);

        assertThat(controls.closed(first)).isFalse();
        controls.change(Map.of("Brightness", 0.5)).block();
        assertThat(taken).isNotEmpty();
        assertThat(controls.closed(second)).isTrue();
    }

    private static ControlInfo info(String name) {
        return new ControlInfo(name, ControlType.FLOAT, false, 1, -1f, 1f, 0f, Map.of());
    }

    /** {@return a session that refuses one control} */
    private CaptureSession session(String refused) {
        return stub(CaptureSession.class, (name, argument) -> {
            if (!(argument instanceof ControlList settings)) {
                return INFOS;
            }
            if (settings.asMap().containsKey(refused)) {
                throw new IllegalArgumentException(refused + " is smaller now");
            }
            taken.add(settings);
            return null;
        });
    }

    private interface Answer {
        @Nullable
        Object to(String method, @Nullable Object argument);
    }

    private static <T> T stub(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> answer.to(method.getName(), arguments == null ? null : arguments[0]);
                }));
    }
}
