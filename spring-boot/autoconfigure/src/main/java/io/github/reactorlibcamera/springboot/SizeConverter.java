package io.github.reactorlibcamera.springboot;

import io.github.reactorlibcamera.Size;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;

/** Reads sizes of properties as people write them: 1280x720. Thread-safe. */
@ConfigurationPropertiesBinding
final class SizeConverter implements Converter<String, Size> {
    @Override
    public Size convert(String text) {
        return Size.parse(text.strip());
    }
}
