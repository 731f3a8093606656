package io.github.reactorlibcamera.jna;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.util.Logger;

/** Adds each line, behind its logger's name and its level, to a list. */
record CollectingLogger(String name, List<String> lines) implements Logger {
    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isTraceEnabled() {
        return true;
    }

    @Override
    public void trace(String message) {
        lines.add(name + " TRACE " + message);
    }

    @Override
    public void trace(String format, @Nullable Object @Nullable ... arguments) {
        trace(format);
    }

    @Override
    public void trace(String message, Throwable why) {
        trace(message);
    }

    @Override
    public boolean isDebugEnabled() {
        return true;
    }

    @Override
    public void debug(String message) {
        lines.add(name + " DEBUG " + message);
    }

    @Override
    public void debug(String format, @Nullable Object @Nullable ... arguments) {
        debug(format);
    }

    @Override
    public void debug(String message, Throwable why) {
        debug(message);
    }

    @Override
    public boolean isInfoEnabled() {
        return true;
    }

    @Override
    public void info(String message) {
        lines.add(name + " INFO " + message);
    }

    @Override
    public void info(String format, @Nullable Object @Nullable ... arguments) {
        info(format);
    }

    @Override
    public void info(String message, Throwable why) {
        info(message);
    }

    @Override
    public boolean isWarnEnabled() {
        return true;
    }

    @Override
    public void warn(String message) {
        lines.add(name + " WARN " + message);
    }

    @Override
    public void warn(String format, @Nullable Object @Nullable ... arguments) {
        warn(format);
    }

    @Override
    public void warn(String message, Throwable why) {
        warn(message);
    }

    @Override
    public boolean isErrorEnabled() {
        return true;
    }

    @Override
    public void error(String message) {
        lines.add(name + " ERROR " + message);
    }

    @Override
    public void error(String format, @Nullable Object @Nullable ... arguments) {
        error(format);
    }

    @Override
    public void error(String message, Throwable why) {
        error(message);
    }
}
