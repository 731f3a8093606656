package io.github.reactorlibcamera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlListTest {
    @Test
    void typedControlsAreTheirNames() {
        ControlList settings =
                ControlList.of(Controls.EXPOSURE_TIME, 20_000).with(Controls.COLOUR_GAINS, List.of(1f, 2f));
        assertThat(settings)
                .isEqualTo(ControlList.of("libcamera::ExposureTime", 20_000)
                        .with("libcamera::ColourGains", List.of(1f, 2f)));
        assertThat(settings.get(Controls.EXPOSURE_TIME)).hasValue(20_000);
        assertThat(settings.get(Controls.COLOUR_GAINS)).hasValue(List.of(1f, 2f));
        assertThat(settings.get(Controls.ANALOGUE_GAIN)).isEmpty();
    }

    @Test
    void aValueOfAnotherTypeIsAnErrorThatTellsTheRightOne() {
        ControlList list = ControlList.of("libcamera::ExposureTime", 1f).with("libcamera::ColourGains", List.of(1, 2f));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> list.get(Controls.EXPOSURE_TIME))
                .withMessage("libcamera::ExposureTime is a Integer, which 1.0 is not");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> list.get(Controls.COLOUR_GAINS))
                .withMessage("libcamera::ColourGains is a List of Float, which [1, 2.0] is not");
    }

    @ParameterizedTest
    @ValueSource(classes = {Controls.class, CameraProperties.class})
    void eachConstantIsOfTheTypeThatItSays(Class<?> constants) throws IllegalAccessException {
        assertThat(constants.getFields()).hasSizeGreaterThan(10).allSatisfy(field -> {
            Control<?> control = (Control<?>) field.get(null);
            assertThat(valueType(control))
                    .isEqualTo(typeArgument(field.getGenericType()).getTypeName());
            assertThat(control.name().replaceFirst(".*::", ""))
                    .isEqualToIgnoringCase(field.getName().replace("_", ""));
        });
        long names = List.of(constants.getFields()).stream()
                .map(ControlListTest::name)
                .distinct()
                .count();
        assertThat(names).isEqualTo(constants.getFields().length);
    }

    private static String name(Field field) {
        try {
            return ((Control<?>) field.get(null)).name();
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static String valueType(Control<?> control) {
        String element = control.elementType().getName();
        return control.isArray() ? "java.util.List<" + element + ">" : element;
    }

    private static Type typeArgument(Type type) {
        return ((ParameterizedType) type).getActualTypeArguments()[0];
    }
}
