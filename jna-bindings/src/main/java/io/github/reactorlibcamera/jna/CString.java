package io.github.reactorlibcamera.jna;

import com.sun.jna.Memory;
import java.nio.charset.StandardCharsets;

/** Text as C has it. */
final class CString {
    private CString() {}

    /**
     * {@return the text with an end, to be closed}
     *
     * @throws IllegalArgumentException if there is an end within the text
     */
    static Memory of(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a name has no NUL character");
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        Memory memory = new Memory(utf8.length + 1L);
        memory.write(0, utf8, 0, utf8.length);
        memory.setByte(utf8.length, (byte) 0);
        return memory;
    }
}
