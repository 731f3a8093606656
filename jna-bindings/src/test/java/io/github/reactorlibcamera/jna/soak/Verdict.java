package io.github.reactorlibcamera.jna.soak;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What was found wrong in one session, and where all threads were then. The first finding counts: later ones may only follow
 * from it. Thread-safe. */
final class Verdict {
    private final AtomicReference<@Nullable String> finding = new AtomicReference<>();

    void violated(String what) {
        violated(what, new Throwable("found by thread " + Thread.currentThread().getName()));
    }

    void violated(String what, Throwable where) {
        if (isViolated()) {
            return;
        }
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        out.println(what);
        where.printStackTrace(out);
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            out.println(thread);
            for (StackTraceElement element : stack) {
                out.println("    at " + element);
            }
        });
        finding.compareAndSet(null, text.toString());
    }

    boolean isViolated() {
        return finding.get() != null;
    }

    @Nullable
    String finding() {
        return finding.get();
    }
}
